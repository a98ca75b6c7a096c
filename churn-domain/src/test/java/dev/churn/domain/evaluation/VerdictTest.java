package dev.churn.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Interval ABOVE_CHANCE = new Interval(.61, .69);
  private static final Interval AROUND_CHANCE = new Interval(.48, .56);

  private static Verdict verdict(double gain, double margin, Interval rocAuc) {
    return Verdict.of(new Gain(gain, new Interval(gain - margin, gain + margin)), rocAuc, 120);
  }

  @Test
  void a_gain_that_is_surely_above_0_beats_recency() {
    Verdict verdict = verdict(.021, .006, ABOVE_CHANCE);

    assertThat(verdict)
        .isEqualTo(new Verdict(Verdict.Kind.BEATS_RECENCY, "beats recency alone by .021 ± .006"));
    assertThat(verdict.isDeployable()).isTrue();
  }

  @Test
  void a_gain_that_may_be_none_is_unproven() {
    Verdict verdict = verdict(.010, .040, ABOVE_CHANCE);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Verdict.Kind.UNPROVEN,
                "not shown to beat recency alone: by .010 ± .040 on 120 customers;"
                    + " better than chance"));
    assertThat(verdict.isDeployable()).isTrue();
  }

  @Test
  void what_is_surely_worse_than_recency_or_maybe_no_better_than_chance_is_rejected() {
    for (Verdict verdict :
        new Verdict[] {verdict(-.05, .01, ABOVE_CHANCE), verdict(0, .02, AROUND_CHANCE)}) {
      assertThat(verdict)
          .isEqualTo(
              new Verdict(Verdict.Kind.REJECTED, "does not beat recency alone: do not deploy"));
      assertThat(verdict.isDeployable()).isFalse();
    }
  }

  @Test
  void to_beat_a_recency_that_is_worse_than_chance_is_not_enough() {
    Verdict verdict = verdict(.05, .01, AROUND_CHANCE);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Verdict.Kind.REJECTED, "not shown to be better than chance: do not deploy"));
  }
}
