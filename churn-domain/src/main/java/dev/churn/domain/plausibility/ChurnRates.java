package dev.churn.domain.plausibility;

import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import java.util.List;
import java.util.Optional;

/**
 * Finds a churn rate that is out of line with the earlier ones: those of the training snapshots,
 * or, if there are none, those of the file before.
 */
final class ChurnRates {
  /** A snapshot with fewer labels has no reliable rate. */
  static final long LEAST_LABELS = 50;

  private ChurnRates() {}

  static Optional<Finding> find(ProcessedFile file, Optional<ProcessedFile> before) {
    FeatureManifest manifest = file.manifest();
    Optional<Snapshot> latest =
        labeled(manifest).stream()
            .filter(snapshot -> snapshot.role() != SnapshotRole.TRAIN)
            .findFirst();
    List<Snapshot> earlier =
        labeled(manifest).stream()
            .filter(snapshot -> snapshot.role() == SnapshotRole.TRAIN)
            .toList();
    if (earlier.isEmpty()) {
      earlier =
          before
              .map(ProcessedFile::manifest)
              .filter(other -> isSameQuestion(manifest, other))
              .map(ChurnRates::labeled)
              .orElse(List.of());
    }
    if (latest.isEmpty() || earlier.isEmpty()) {
      return Optional.empty();
    }
    double rate = rate(latest.get());
    double lowest = earlier.stream().mapToDouble(ChurnRates::rate).min().orElseThrow();
    double highest = earlier.stream().mapToDouble(ChurnRates::rate).max().orElseThrow();
    if (!Rates.isFarOff(rate, lowest, highest, earlier.size())) {
      return Optional.empty();
    }
    String range = Rates.range(lowest, highest);
    return Optional.of(
        new Finding(
            Kind.CHURN_RATE,
            "the churn rate at %s is %s, earlier ones are %s"
                .formatted(latest.get().asOf(), Rates.of(rate), range),
            range,
            Rates.of(rate)));
  }

  private static List<Snapshot> labeled(FeatureManifest manifest) {
    return manifest.snapshots().stream()
        .filter(snapshot -> snapshot.labeled() >= LEAST_LABELS)
        .toList();
  }

  private static boolean isSameQuestion(FeatureManifest first, FeatureManifest second) {
    return first.horizonDays() == second.horizonDays()
        && first.activeWindowDays() == second.activeWindowDays()
        && first.definition().hasSameEvents(second.definition());
  }

  private static double rate(Snapshot snapshot) {
    return (double) snapshot.churned() / snapshot.labeled();
  }
}
