package dev.churn.domain.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FeatureVectorTest {
  @Test
  void values_are_found_by_feature_and_cannot_be_changed_from_outside() {
    double[] values = Vectors.of(1, 2, 3, 4, 5, 6, 7, 8).toArray();
    var vector = FeatureVector.of(values);
    values[0] = 99;
    vector.toArray()[1] = 99;

    assertThat(vector.get(Feature.RECENCY_SCORE)).isEqualTo(1);
    assertThat(vector.get(Feature.FREQUENCY_SCORE)).isEqualTo(2);
    assertThat(vector.get(Feature.DAYS_BETWEEN_TRANSACTIONS)).isEqualTo(8);
    double[] copy = new double[FeatureVector.WIDTH + 2];
    vector.copyTo(copy, 1);
    assertThat(copy).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8).endsWith(0);
  }

  @Test
  void further_features_follow_behind_the_eight_and_are_zero_where_only_those_are_given() {
    double[] values = new double[FeatureVector.WIDTH];
    Arrays.setAll(values, i -> i + 1);
    var vector = FeatureVector.of(values);

    for (FurtherFeature further : FurtherFeature.values()) {
      assertThat(vector.get(further)).isEqualTo(9 + further.ordinal());
      assertThat(FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8).get(further)).isZero();
    }
    assertThat(FeatureNames.known())
        .startsWith(FeatureNames.eight().toArray(String[]::new))
        .endsWith(FurtherFeature.MEAN_BASKET.columnName())
        .hasSize(FeatureVector.WIDTH)
        .doesNotHaveDuplicates();
  }

  @Test
  void vectors_are_equal_only_bit_for_bit() {
    var vector = Vectors.of(1, 2, 3, 4, 5, 6, 7, 8);

    assertThat(vector).isEqualTo(Vectors.of(1, 2, 3, 4, 5, 6, 7, 8));
    assertThat(vector).isNotEqualTo(Vectors.of(1, 2, 3, 4, 5, 6, 7, Math.nextUp(8.0)));
  }

  @Test
  void what_is_not_finite_is_refused_by_name() {
    assertThatThrownBy(() -> Vectors.of(1, 2, Double.NaN)).hasMessageContaining("monetary_score");
  }

  @Test
  void eight_values_or_all_are_needed() {
    assertThatThrownBy(() -> FeatureVector.of(1, 2, 3)).hasMessageContaining("found 3");
    assertThatThrownBy(() -> FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8, 9))
        .hasMessageContaining("found 9");
  }
}
