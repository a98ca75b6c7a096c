package dev.churn.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecencyOrderTest {
  /** {@return the features of rows with these recency scores} */
  private static double[] rows(double... recencies) {
    double[] features = new double[recencies.length * FeatureVector.WIDTH];
    for (int row = 0; row < recencies.length; row++) {
      features[row * FeatureVector.WIDTH + Feature.RECENCY_SCORE.ordinal()] = recencies[row];
    }
    return features;
  }

  private static int[] order(double[] features, int first, int rows) {
    return Arrays.copyOf(new RecencyOrder().of(features, first, rows), rows);
  }

  @Test
  void customers_silent_for_equally_many_days_follow_each_other_in_their_order() {
    double day = 100 / 365.0;

    assertThat(order(rows(5 * day, 4 * day, 5 * day, 0, 100, 0), 0, 6))
        .containsExactly(3, 5, 1, 0, 2, 4);
  }

  @Test
  void rows_are_counted_from_the_first_one() {
    assertThat(order(rows(9, 9, 80, 60, 70), 2, 3)).containsExactly(1, 2, 0);
  }

  /** The scorer refuses some of them afterwards, by name. */
  @Test
  void any_score_has_a_place() {
    double[] scores = {1e300, Double.NaN, -5, Double.POSITIVE_INFINITY, 100.1, Double.MIN_VALUE};

    assertThat(order(rows(scores), 0, 6)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void an_order_does_not_depend_on_the_one_before() {
    var alikeFirst = new RecencyOrder();
    alikeFirst.of(rows(1, 2, 3, 50, 60), 0, 5);

    assertThat(Arrays.copyOf(alikeFirst.of(rows(60, 50), 0, 2), 2)).containsExactly(1, 0);
  }
}
