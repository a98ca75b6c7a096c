package dev.churn.domain.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FurtherFeatureTest {
  @ParameterizedTest
  @EnumSource
  void counts_of_events_have_the_window_that_their_column_names(FurtherFeature feature) {
    String column = feature.columnName();
    int named =
        column.startsWith("events_") ? Integer.parseInt(column.substring("events_".length())) : 0;

    assertThat(feature.windowDays()).isEqualTo(named);
  }
}
