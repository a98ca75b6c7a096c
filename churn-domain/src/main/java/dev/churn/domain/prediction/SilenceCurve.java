package dev.churn.domain.prediction;

import java.util.List;

/**
 * The probability that a customer stays silent, which is to have no activity, for several numbers
 * of days after the as-of date. It never rises with the days.
 *
 * @param points ascending by days; at least one
 */
public record SilenceCurve(List<Point> points) {
  /** The horizons in days that a curve has, as far as the history of the training allows. */
  public static final List<Integer> HORIZONS = List.of(7, 14, 30, 60, 90, 180);

  /**
   * A point of a curve.
   *
   * @param days days after the as-of date, at least 1
   * @param probability the probability of silence in all of these days
   */
  public record Point(int days, ChurnProbability probability) {
    public Point {
      if (days < 1) {
        throw new IllegalArgumentException("expected 1 day or more, found " + days);
      }
    }
  }

  public SilenceCurve {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("expected at least one point, found none");
    }
    for (int i = 1; i < points.size(); i++) {
      Point earlier = points.get(i - 1);
      Point later = points.get(i);
      if (later.days <= earlier.days || later.probability.value() > earlier.probability.value()) {
        throw new IllegalArgumentException(
            "expected more days and no higher probability than %s, found %s"
                .formatted(earlier, later));
      }
    }
  }
}
