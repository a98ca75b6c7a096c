package dev.churn.domain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.prediction.SilenceCurve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SilenceCurveTest {
  private static Point point(int days, double probability) {
    return new Point(days, new ChurnProbability(probability));
  }

  @Test
  void a_curve_may_stay_level_and_fall() {
    var curve = new SilenceCurve(List.of(point(7, 0.9), point(14, 0.9), point(30, 0.2)));

    assertThat(curve.points()).extracting(Point::days).containsExactly(7, 14, 30);
  }

  @Test
  void a_curve_neither_rises_nor_goes_back_nor_is_empty() {
    assertRefused(List.of(point(7, 0.5), point(14, 0.5000001)));
    assertRefused(List.of(point(14, 0.5), point(7, 0.4)));
    assertRefused(List.of(point(7, 0.5), point(7, 0.5)));
    assertRefused(List.of());
    assertThatThrownBy(() -> point(0, 0.5)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(List<Point> points) {
    assertThatThrownBy(() -> new SilenceCurve(points)).isInstanceOf(IllegalArgumentException.class);
  }
}
