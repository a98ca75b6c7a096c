package dev.churn.domain.plausibility;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.feature.FeatureManifest;

/** A raw dataset and the contents of its feature table. */
public record ProcessedFile(RawDataset raw, FeatureManifest manifest) {
  public ProcessedFile {
    requireNonNull(raw, "raw");
    requireNonNull(manifest, "manifest");
  }
}
