package dev.churn.domain.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RiskSegmentTest {
  @Test
  void a_boundary_belongs_to_the_segment_above_it() {
    assertThat(segment(0)).isEqualTo(RiskSegment.LOW);
    assertThat(segment(Math.nextDown(0.3))).isEqualTo(RiskSegment.LOW);
    assertThat(segment(0.3)).isEqualTo(RiskSegment.MEDIUM);
    assertThat(segment(Math.nextDown(0.5))).isEqualTo(RiskSegment.MEDIUM);
    assertThat(segment(0.5)).isEqualTo(RiskSegment.HIGH);
    assertThat(segment(Math.nextDown(0.7))).isEqualTo(RiskSegment.HIGH);
    assertThat(segment(0.7)).isEqualTo(RiskSegment.CRITICAL);
    assertThat(segment(1)).isEqualTo(RiskSegment.CRITICAL);
  }

  @Test
  void what_is_no_probability_is_refused() {
    for (double value : new double[] {-0.001, 1.001, Double.NaN}) {
      assertThatThrownBy(() -> new ChurnProbability(value)).hasMessageContaining("[0, 1]");
    }
  }

  private static RiskSegment segment(double probability) {
    return new ChurnProbability(probability).segment();
  }
}
