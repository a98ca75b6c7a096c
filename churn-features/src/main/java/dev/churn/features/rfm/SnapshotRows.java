package dev.churn.features.rfm;

import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.features.date.DateReader;
import dev.churn.features.event.RowSink;
import java.time.LocalDate;
import java.util.stream.IntStream;

/**
 * Decides which customers are rows of a snapshot, and with which label. Safe for use by several
 * threads.
 */
public final class SnapshotRows {
  /** The label of a customer who has left by an event, at an as-of day without labels. */
  public static final int LEFT = 2;

  private final SnapshotPlan plan;
  private final StateLayout layout;
  private final OrganizationSettings settings;

  public SnapshotRows(SnapshotPlan plan, StateLayout layout, OrganizationSettings settings) {
    this.plan = plan;
    this.layout = layout;
    this.settings = settings;
  }

  /** {@return the as-of days of a plan, as a layout takes them} */
  public static int[] days(SnapshotPlan plan) {
    return plan.snapshots().stream().mapToInt(s -> dayNumber(s.asOf())).toArray();
  }

  public static int dayNumber(LocalDate day) {
    return Math.toIntExact(day.toEpochDay());
  }

  /** {@return the positions in the plan of the snapshots with a role} */
  int[] places(SnapshotRole role) {
    return IntStream.range(0, plan.snapshots().size())
        .filter(i -> plan.snapshots().get(i).role() == role)
        .toArray();
  }

  /**
   * {@return whether the customer of a state is a row of a snapshot} A snapshot that the horizon
   * labels has everybody known at its as-of date, active or not, so that models learn from
   * everybody whom they will have to score; not those who have left by an event, about whom nothing
   * is left to predict.
   */
  public boolean includes(long[] state, int at, int snapshot) {
    return switch (plan.snapshots().get(snapshot).role()) {
      case SCORE, LABELLED -> true;
      case TRAIN, TEST -> isKnown(layout, state, at, layout.asOf(snapshot));
    };
  }

  private static boolean isKnown(StateLayout layout, long[] state, int at, int asOf) {
    return layout.days().last(state, at, asOf) != DateReader.NONE
        && !layout.hasLeft(state, at, asOf);
  }

  /**
   * {@return 1 for churned, 0 for not, {@link #LEFT} for somebody to be scored who has left, {@link
   * RowSink#NO_LABEL} where it is unknown}
   */
  public int label(long[] state, int at, int snapshot) {
    return switch (plan.snapshots().get(snapshot).role()) {
      case SCORE -> layout.hasLeft(state, at, layout.asOf(snapshot)) ? LEFT : RowSink.NO_LABEL;
      case LABELLED -> StateLayout.label(state, at);
      case TRAIN, TEST -> {
        int horizon = settings.churnThresholdDays();
        yield churns(layout, state, at, layout.asOf(snapshot), horizon) ? 1 : 0;
      }
    };
  }

  /** {@return the days to the next active day, as in {@link NextActivity}} */
  public int nextActivityDays(long[] state, int at, int snapshot) {
    return switch (plan.snapshots().get(snapshot).role()) {
      case SCORE, LABELLED -> NextActivity.UNKNOWN;
      case TRAIN, TEST -> {
        int asOf = layout.asOf(snapshot);
        int next = layout.days().next(state, at, asOf + 1);
        yield next == DateReader.NONE ? NextActivity.NONE : next - asOf;
      }
    };
  }

  /**
   * {@return whether a customer churns within the horizon after an as-of day: by leaving where
   * customers leave by events, and otherwise by not being active}
   */
  static boolean churns(StateLayout layout, long[] state, int at, int asOf, int horizon) {
    return layout.hasChurn()
        ? layout.hasLeft(state, at, asOf + horizon) && !layout.hasLeft(state, at, asOf)
        : layout.days().count(state, at, asOf + 1, asOf + horizon) == 0;
  }
}
