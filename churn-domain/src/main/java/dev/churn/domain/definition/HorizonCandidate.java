package dev.churn.domain.definition;

import java.util.OptionalDouble;

/**
 * A horizon that an organization may choose, and what the file holds for it.
 *
 * @param days the horizon H
 * @param snapshots the number of labelled snapshots, of which the newest is for testing and the
 *     others are for learning
 * @param customers the number of customers active at these snapshots, summed up
 * @param churners how many of them had no active day within the horizon
 * @param falseAlarmRate the share in [0, 1] of those called churned who come back later all the
 *     same, within the follow-up of the definition; empty if the file is too short to tell
 */
public record HorizonCandidate(
    int days, int snapshots, long customers, long churners, OptionalDouble falseAlarmRate) {
  public HorizonCandidate {
    falseAlarmRate.ifPresent(ReturnRate::requireShare);
    if (days < 1 || snapshots < 1 || churners < 0 || churners > customers) {
      throw new IllegalArgumentException(
          "expected a day, a snapshot and at most as many churners as customers, found "
              + "%d, %d, %d and %d".formatted(days, snapshots, churners, customers));
    }
  }
}
