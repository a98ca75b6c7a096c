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
        .hasSize(FeatureVector.COMMON_WIDTH)
        .doesNotHaveDuplicates();
  }

  @Test
  void features_of_watched_types_are_behind_all_others() {
    double[] values = new double[FeatureVector.width(2)];
    Arrays.setAll(values, i -> i);
    var vector = FeatureVector.of(values);

    assertThat(vector.get(TypeFeature.DAYS_SINCE, 0)).isEqualTo(17);
    assertThat(vector.get(TypeFeature.SHARE, 0)).isEqualTo(18);
    assertThat(vector.get(TypeFeature.DAYS_SINCE, 1)).isEqualTo(19);
    assertThat(vector.get(TypeFeature.SHARE, 1)).isEqualTo(20);
    assertThat(vector.get(TypeFeature.SHARE, 2)).isZero();
    assertThat(FeatureNames.watching(2))
        .startsWith(FeatureNames.known().toArray(String[]::new))
        .endsWith("mean_basket", "type_1_days", "type_1_share", "type_2_days", "type_2_share");
    assertThat(FeatureVector.name(20)).isEqualTo("type_2_share");
    assertThat(FeatureNames.watching(0)).isEqualTo(FeatureNames.known());
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
    assertThatThrownBy(() -> FeatureVector.of(new double[FeatureVector.width(1) - 1]))
        .hasMessageContaining("found 18");
    assertThatThrownBy(() -> FeatureVector.of(new double[FeatureVector.WIDTH + 2]))
        .hasMessageContaining("found 27");
  }
}
