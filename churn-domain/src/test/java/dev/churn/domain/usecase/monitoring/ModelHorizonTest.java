package dev.churn.domain.usecase.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelHorizonTest {
  private static ModelHorizon horizon(int days, String... churnEventTypes) {
    return new ModelHorizon(false, days, List.of(), 90, Set.of(churnEventTypes), Optional.empty());
  }

  @Test
  void models_of_the_same_churn_are_comparable_however_its_events_are_spelled() {
    assertThat(horizon(30, "Cancelled").isComparable(horizon(30, "cancelled "))).isTrue();
    assertThat(horizon(30, "Cancelled").isComparable(horizon(30, "expired"))).isFalse();
    assertThat(horizon(30, "Cancelled").isComparable(horizon(60, "cancelled"))).isFalse();
    assertThat(horizon(30, "Cancelled").isComparable(horizon(30))).isFalse();
  }
}
