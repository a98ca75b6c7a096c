package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;
import java.util.List;

/**
 * How far the customers of a day have drifted from those whom a model learned from.
 *
 * @param asOf of the customers
 * @param features in the order of {@link dev.churn.domain.feature.Feature}
 */
public record Drift(ModelId model, int modelVersion, LocalDate asOf, List<FeatureDrift> features) {
  public Drift {
    requireNonNull(model, "model");
    requireNonNull(asOf, "asOf");
    features = List.copyOf(features);
  }
}
