package dev.churn.postgres;

import dev.churn.domain.monitoring.PredictionGroup;
import java.util.Comparator;

/**
 * The order of prediction groups that the ports specify; the codes of roles do not sort like the
 * roles.
 */
final class MonitoringOrder {
  /** By month and version, the latest first, and then by role. */
  static final Comparator<PredictionGroup> LATEST_FIRST =
      Comparator.comparing(PredictionGroup::month)
          .thenComparing(PredictionGroup::version)
          .reversed()
          .thenComparing(PredictionGroup::role);

  private MonitoringOrder() {}
}
