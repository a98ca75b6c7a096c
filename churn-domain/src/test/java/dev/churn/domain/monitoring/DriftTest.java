package dev.churn.domain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.monitoring.FeatureDrift.Effect;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftTest {
  /** Row i has the value {@code value} in every feature. */
  private static FeatureVector row(double value) {
    double[] values = new double[Feature.COUNT];
    Arrays.fill(values, value);
    return FeatureVector.of(values);
  }

  private static FeatureDrift drift(double[] reference, double[] current) {
    var meter = new DriftMeter();
    for (double value : reference) {
      meter.sample(row(value));
    }
    for (double value : reference) {
      meter.reference(row(value));
    }
    for (double value : current) {
      meter.current(row(value));
    }
    assertThat(meter.drift()).extracting(FeatureDrift::feature).containsExactly(Feature.values());
    return meter.drift().get(0);
  }

  @Test
  void the_index_is_the_one_worked_out_by_hand() {
    // with half a row more in each of 3 bins: q = 10.5, 20.5, 70.5 of 101.5; p = 30.5, 30.5, 40.5
    // of 101.5; (20 · ln(30.5/10.5) + 10 · ln(30.5/20.5) − 30 · ln(40.5/70.5)) / 101.5
    // = (20 · 1.0663515 + 10 · 0.3973021 + 30 · 0.5543119) / 101.5 = 0.4130968
    assertThat(PopulationStability.index(new long[] {10, 20, 70}, new long[] {30, 30, 40}))
        .isCloseTo(0.413097, within(1e-6));
  }

  @Test
  void an_empty_bin_is_rare_and_the_rarer_the_more_rows_there_are() {
    double few = PopulationStability.index(new long[] {10, 0}, new long[] {5, 5});
    double many = PopulationStability.index(new long[] {1000, 0}, new long[] {500, 500});

    // q = 10.5/11, 0.5/11; p = 5.5/11 twice: 5/11 · (ln(10.5/5.5) + ln(5.5/0.5)) = 5/11 · ln 21
    assertThat(few).isCloseTo(5.0 / 11 * Math.log(21), within(1e-12));
    assertThat(many).isGreaterThan(few).isFinite();
    assertThat(PopulationStability.index(new long[] {0, 0}, new long[] {0, 0})).isZero();
    assertThatThrownBy(() -> PopulationStability.index(new long[2], new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bins_lie_between_the_deciles_and_equal_values_share_one() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = 100 - i; // 1 to 100
    }
    DecileBins bins = DecileBins.of(values);
    assertThat(bins.count()).isEqualTo(10);
    assertThat(bins.of(-5)).isZero();
    assertThat(bins.of(10)).isZero();
    assertThat(bins.of(10.5)).isEqualTo(1);
    assertThat(bins.of(90)).isEqualTo(8);
    assertThat(bins.of(90.1)).isEqualTo(9);

    for (int i = 0; i < 55; i++) {
      values[i] = 0;
    }
    DecileBins tied = DecileBins.of(values); // 0, then 5, 15, 25 and 35
    assertThat(tied.of(-0.0)).isEqualTo(tied.of(0.0)).isZero();
    assertThat(tied.count()).isEqualTo(6);
    assertThat(DecileBins.of(new double[] {7, 7, 7}).count()).isEqualTo(2);
    assertThat(DecileBins.of(new double[] {7}).of(8)).isEqualTo(1);
  }

  @Test
  void the_same_customers_have_not_drifted_and_others_have() {
    double[] reference = new double[5000];
    double[] alike = new double[3000];
    double[] shifted = new double[3000];
    var random = new Random(1);
    for (int i = 0; i < reference.length; i++) {
      reference[i] = random.nextGaussian();
    }
    for (int i = 0; i < alike.length; i++) {
      alike[i] = random.nextGaussian();
      shifted[i] = random.nextGaussian() + 1;
    }

    assertThat(drift(reference, reference).psi()).isZero();
    FeatureDrift same = drift(reference, alike);
    assertThat(same.effect()).isEqualTo(Effect.NONE);
    assertThat(same.referenceRows()).isEqualTo(5000);
    assertThat(same.currentRows()).isEqualTo(3000);
    // of two normal distributions a standard deviation apart the index is 1, less what bins hide
    assertThat(drift(reference, shifted).psi()).isBetween(0.85, 1.05);
    assertThat(drift(reference, shifted).effect()).isEqualTo(Effect.LARGE);
  }

  @Test
  void a_sample_of_many_rows_gives_nearly_the_bins_of_all() {
    int rows = 3 * DriftMeter.SAMPLE;
    var meter = new DriftMeter();
    for (int i = 0; i < rows; i++) {
      meter.sample(row(i));
    }
    for (int i = 0; i < rows; i++) {
      meter.reference(row(i));
      meter.current(row(i % 2 == 0 ? i : i / 2.0)); // half of them in the lower half
    }
    // bins of the lower half hold .15, of the upper .05 instead of .1 each, but for the sample:
    // 5 · (.05 · ln 1.5) + 5 · (−.05 · ln .5) = .2746531
    assertThat(meter.drift().get(0).psi()).isCloseTo(0.2746531, within(0.01));
    assertThat(meter.drift().get(0).referenceRows()).isEqualTo(rows);
  }

  @Test
  void effects_begin_where_the_rule_of_thumb_says() {
    assertThat(effect(0.0999)).isEqualTo(Effect.NONE);
    assertThat(effect(0.1)).isEqualTo(Effect.MODERATE);
    assertThat(effect(0.2499)).isEqualTo(Effect.MODERATE);
    assertThat(effect(0.25)).isEqualTo(Effect.LARGE);
    assertThatThrownBy(() -> effect(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Effect effect(double psi) {
    return new FeatureDrift(Feature.TENURE_DAYS, psi, 1, 1).effect();
  }

  @Test
  void without_rows_there_is_no_drift() {
    var meter = new DriftMeter();
    assertThat(meter.isEmpty()).isTrue();
    assertThat(meter.drift()).isEmpty();
    meter.sample(row(1));
    meter.reference(row(1));
    assertThat(meter.drift()).isEmpty();
  }
}
