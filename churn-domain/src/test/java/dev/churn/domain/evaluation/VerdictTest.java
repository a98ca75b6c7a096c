package dev.churn.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.statistics.Interval;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Interval ABOVE_CHANCE = new Interval(.61, .69);
  private static final Interval AROUND_CHANCE = new Interval(.48, .56);

  private static Verdict verdict(double gain, double margin, Interval rocAuc) {
    var over = new Gain(gain, new Interval(gain - margin, gain + margin));
    return Verdict.of(new BestBaseline(Baseline.ACTIVE_DAYS, over), rocAuc, 120);
  }

  @Test
  void a_gain_that_is_surely_above_0_beats_the_best_baseline() {
    Verdict verdict = verdict(.031, .012, ABOVE_CHANCE);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(Verdict.Kind.BEATS_BASELINE, "beats counting active days by .031 ± .012"));
    assertThat(verdict.isDeployable()).isTrue();
  }

  @Test
  void a_gain_that_may_be_none_is_unproven() {
    Verdict verdict = verdict(.010, .040, ABOVE_CHANCE);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Verdict.Kind.UNPROVEN,
                "not shown to beat counting active days (ROC AUC higher by .010 ± .040 on 120"
                    + " customers), but better than chance"));
    assertThat(verdict.isDeployable()).isTrue();
  }

  @Test
  void who_gains_nothing_or_at_most_a_trifle_is_no_better_than_the_baseline() {
    Verdict none = verdict(-.002, .040, ABOVE_CHANCE);
    Verdict trifle = verdict(.002, .008, ABOVE_CHANCE);

    assertThat(none)
        .isEqualTo(
            new Verdict(
                Verdict.Kind.NO_BETTER,
                "no better than counting active days: use that instead (ROC AUC lower by .002 ±"
                    + " .040 on 120 customers)"));
    assertThat(none.isDeployable()).isTrue();
    assertThat(trifle.kind()).isEqualTo(Verdict.Kind.NO_BETTER);
    assertThat(verdict(.002, .009, ABOVE_CHANCE).kind()).isEqualTo(Verdict.Kind.UNPROVEN);
  }

  @Test
  void what_is_surely_worse_than_the_baseline_is_rejected() {
    Verdict verdict = verdict(-.05, .01, ABOVE_CHANCE);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Verdict.Kind.REJECTED,
                "worse than counting active days (ROC AUC lower by .050 ± .010): do not deploy"));
    assertThat(verdict.isDeployable()).isFalse();
  }

  @Test
  void to_beat_a_baseline_that_is_worse_than_chance_is_not_enough() {
    for (double gain : new double[] {-.05, 0, .05}) {
      assertThat(verdict(gain, .01, AROUND_CHANCE))
          .isEqualTo(
              new Verdict(
                  Verdict.Kind.REJECTED, "not shown to be better than chance: do not deploy"));
    }
  }

  @Test
  void every_baseline_has_its_words() {
    assertThat(
            Stream.of(
                    Baseline.RECENCY,
                    Baseline.BG_NBD,
                    Baseline.DAYS_SILENT,
                    Baseline.ACTIVE_DAYS_90,
                    Baseline.ACTIVE_DAYS,
                    Baseline.OVERDUE,
                    Baseline.RECENCY_FREQUENCY)
                .map(Baseline::inWords))
        .doesNotHaveDuplicates()
        .noneMatch(words -> words.contains("_"));
  }

  /** Models of earlier versions were compared with recency alone. */
  @Nested
  class OfEarlierVersions {
    private static Verdict earlier(double gain, double margin, Interval rocAuc) {
      return Verdict.ofEarlier(
          new Gain(gain, new Interval(gain - margin, gain + margin)), rocAuc, 120);
    }

    @Test
    void a_gain_that_is_surely_above_0_beats_recency() {
      assertThat(earlier(.021, .006, ABOVE_CHANCE))
          .isEqualTo(new Verdict(Verdict.Kind.BEATS_RECENCY, "beats recency alone by .021 ± .006"));
    }

    @Test
    void a_gain_that_may_be_none_is_unproven() {
      assertThat(earlier(.010, .040, ABOVE_CHANCE))
          .isEqualTo(
              new Verdict(
                  Verdict.Kind.UNPROVEN,
                  "not shown to beat recency alone (ROC AUC higher by .010 ± .040 on 120"
                      + " customers), but better than chance"));
    }

    @Test
    void what_is_surely_worse_than_recency_or_maybe_no_better_than_chance_is_rejected() {
      for (Verdict verdict :
          new Verdict[] {earlier(-.05, .01, ABOVE_CHANCE), earlier(0, .02, AROUND_CHANCE)}) {
        assertThat(verdict)
            .isEqualTo(
                new Verdict(Verdict.Kind.REJECTED, "does not beat recency alone: do not deploy"));
      }
      assertThat(earlier(.05, .01, AROUND_CHANCE).sentence())
          .isEqualTo("not shown to be better than chance: do not deploy");
    }
  }
}
