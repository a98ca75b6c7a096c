package dev.churn.features;

import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.organization.OrganizationSettings;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Who is a row of which snapshot, and with which label. Safe for use by several threads. */
final class SnapshotRows {
  private static final double REFERENCE_QUANTILE = 0.95;

  private final SnapshotPlan plan;
  private final StateLayout layout;
  private final OrganizationSettings settings;

  SnapshotRows(SnapshotPlan plan, StateLayout layout, OrganizationSettings settings) {
    this.plan = plan;
    this.layout = layout;
    this.settings = settings;
  }

  /** {@return the as-of days of a plan, as a layout takes them} */
  static int[] days(SnapshotPlan plan) {
    return plan.snapshots().stream().mapToInt(s -> dayNumber(s.asOf())).toArray();
  }

  static int dayNumber(LocalDate day) {
    return Math.toIntExact(day.toEpochDay());
  }

  /** {@return whether the customer of a state is a row of a snapshot} */
  boolean includes(long[] state, int at, int snapshot) {
    return switch (plan.snapshots().get(snapshot).role()) {
      case SCORE, LABELLED -> true;
      case TRAIN, TEST -> {
        int asOf = layout.asOf(snapshot);
        int last = layout.lastActiveDay(state, at, asOf);
        int window = settings.activeWindowDays();
        yield last != DateReader.NONE && (window == 0 || last > asOf - window);
      }
    };
  }

  /** {@return 1 for churned, 0 for not, {@link RowSink#NO_LABEL} where it is unknown} */
  int label(long[] state, int at, int snapshot) {
    return switch (plan.snapshots().get(snapshot).role()) {
      case SCORE -> RowSink.NO_LABEL;
      case LABELLED -> StateLayout.label(state, at);
      case TRAIN, TEST -> {
        int horizon = settings.churnThresholdDays();
        yield churns(layout, state, at, layout.asOf(snapshot), horizon) ? 1 : 0;
      }
    };
  }

  /** {@return whether there is no active day in the horizon after an as-of day} */
  static boolean churns(StateLayout layout, long[] state, int at, int asOf, int horizon) {
    return layout.activeDays(state, at, asOf + 1, asOf + horizon) == 0;
  }

  /**
   * {@return R: the 95th percentile, interpolated, of positive M90 over the rows from which models
   * learn: of the training snapshots, or if they hold none of the test or the labelled one; 1 if
   * none is positive}
   */
  double monetaryReference(CustomerTable[] tables) {
    for (SnapshotRole learning :
        List.of(SnapshotRole.TRAIN, SnapshotRole.TEST, SnapshotRole.LABELLED)) {
      double[] sums = positiveSums(tables, learning);
      if (sums.length > 0) {
        return percentile(sums);
      }
    }
    return 1.0;
  }

  private double[] positiveSums(CustomerTable[] tables, SnapshotRole learning) {
    var formulas = new RfmFormulas(layout, 1.0);
    double[] sums = new double[1024];
    int count = 0;
    for (int s = 0; s < plan.snapshots().size(); s++) {
      if (plan.snapshots().get(s).role() != learning) {
        continue;
      }
      for (CustomerTable table : tables) {
        for (int row = 0; row < table.size(); row++) {
          long[] state = table.state(row);
          int at = table.at(row);
          double sum = includes(state, at, s) ? formulas.monetary(state, at, s) : 0.0;
          if (sum > 0.0) {
            if (count == sums.length) {
              sums = Arrays.copyOf(sums, Math.multiplyExact(count, 2));
            }
            sums[count++] = sum;
          }
        }
      }
    }
    return Arrays.copyOf(sums, count);
  }

  /** Type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996). */
  private static double percentile(double[] values) {
    Arrays.sort(values);
    double place = (values.length - 1) * REFERENCE_QUANTILE;
    int below = (int) place;
    double above = values[Math.min(below + 1, values.length - 1)];
    return values[below] + (place - below) * (above - values[below]);
  }
}
