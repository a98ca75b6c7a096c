package dev.churn.domain.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TypeColumnsTest {
  private static final List<String> GIVEN = List.of("login", "order", "ticket");
  private static final FeatureVector FEATURES = features(1, 0.1, 2, 0.2, 3, 0.3);

  private static FeatureVector features(double... ofTypes) {
    double[] values = new double[FeatureVector.COMMON_WIDTH + ofTypes.length];
    for (int i = 0; i < FeatureVector.COMMON_WIDTH; i++) {
      values[i] = 100 + i;
    }
    System.arraycopy(ofTypes, 0, values, FeatureVector.COMMON_WIDTH, ofTypes.length);
    return FeatureVector.of(values);
  }

  @Test
  void features_of_some_types_are_found_among_those_of_others() {
    assertThat(TypeColumns.of(List.of("order", "ticket"), GIVEN).of(FEATURES))
        .isEqualTo(features(2, 0.2, 3, 0.3));
    assertThat(TypeColumns.of(List.of("ticket", "login"), GIVEN).of(FEATURES))
        .isEqualTo(features(3, 0.3, 1, 0.1));
    assertThat(TypeColumns.of(List.of(), GIVEN).of(FEATURES)).isEqualTo(features());
    assertThat(TypeColumns.of(GIVEN, GIVEN).of(FEATURES)).isEqualTo(FEATURES);
  }

  @Test
  void values_are_arranged_within_a_longer_array() {
    double[] values = new double[2 * FeatureVector.WIDTH];
    Arrays.fill(values, 7);
    FEATURES.copyTo(values, FeatureVector.WIDTH);
    TypeColumns columns = TypeColumns.of(List.of("ticket"), GIVEN);

    columns.arrange(values, FeatureVector.WIDTH);

    assertThat(columns.types()).isEqualTo(1);
    assertThat(Arrays.copyOf(values, FeatureVector.WIDTH)).containsOnly(7);
    assertThat(Arrays.copyOfRange(values, FeatureVector.WIDTH, values.length))
        .isEqualTo(features(3, 0.3).toArray());
  }

  @Test
  void a_type_that_the_features_lack_is_named() {
    assertThatThrownBy(() -> TypeColumns.of(List.of("order", "visit"), GIVEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected features of the event types [order, visit], found [login, order, ticket]");
  }
}
