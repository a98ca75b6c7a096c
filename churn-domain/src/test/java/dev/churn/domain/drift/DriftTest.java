package dev.churn.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.drift.FeatureDrift.Effect;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
      meter.sample(row(value), 0);
    }
    for (double value : reference) {
      meter.reference(row(value), 0);
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
    assertThat(PopulationStability.index(new long[] {10, 0, 0}, new long[] {5, 0, 5}))
        .as("a bin that is empty on both sides does not count")
        .isEqualTo(few);
    assertThatThrownBy(() -> PopulationStability.index(new long[2], new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bins_lie_between_the_deciles_and_beyond_the_sample() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = 100 - i; // 1 to 100
    }
    DecileBins bins = DecileBins.of(values);
    assertThat(bins.count()).isEqualTo(12);
    assertThat(bins.of(0.999)).isZero();
    assertThat(bins.of(1)).isEqualTo(1);
    assertThat(bins.of(10)).isEqualTo(1);
    assertThat(bins.of(10.5)).isEqualTo(2);
    assertThat(bins.of(90.1)).isEqualTo(10);
    assertThat(bins.of(100)).isEqualTo(10);
    assertThat(bins.of(100.1)).isEqualTo(11);
  }

  @Test
  void a_frequent_value_is_a_bin_of_its_own() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = i < 55 ? 0 : i - 54; // then deciles 5, 15, 25, 35 and 45
    }
    DecileBins tied = DecileBins.of(values);
    assertThat(tied.count()).isEqualTo(8);
    assertThat(tied.of(-0.0)).isEqualTo(tied.of(0.0)).isEqualTo(1);
    assertThat(tied.of(-1)).isZero();
    assertThat(tied.of(0.5)).isEqualTo(2);

    DecileBins constant = DecileBins.of(new double[] {7, 7, 7});
    assertThat(constant.count()).isEqualTo(3);
    assertThat(constant.of(6.9)).isZero();
    assertThat(constant.of(7)).isEqualTo(1);
    assertThat(constant.of(8)).isEqualTo(2);
    for (int i = 0; i < 100; i++) {
      values[i] = i < 15 ? i : 40; // in the middle: below, equal, above
      values[i] = i < 85 ? values[i] : i;
    }
    DecileBins middle = DecileBins.of(values);
    assertThat(middle.of(39)).isNotEqualTo(middle.of(40));
    assertThat(middle.of(41)).isNotEqualTo(middle.of(40));
    assertThat(DecileBins.of(new double[] {7}).count()).isEqualTo(3);
  }

  @Test
  void half_the_price_is_a_drift_even_of_a_constant() {
    double[] reference = new double[1000];
    double[] halved = new double[500];
    Arrays.fill(reference, 9.9);
    Arrays.fill(halved, 4.95);
    assertThat(drift(reference, halved).effect()).isEqualTo(Effect.LARGE);
    for (int i = 0; i < 300; i++) { // most, but not all of them
      reference[i] = 10 + i;
      halved[i] = (10 + i) / 2.0;
    }
    assertThat(drift(reference, halved).effect()).isEqualTo(Effect.LARGE);
  }

  @Test
  void few_rows_without_drift_seldom_have_an_effect() {
    assertThat(reportsWithAnEffect(1000, 30)).isLessThan(0.075);
    assertThat(reportsWithAnEffect(1000, 100)).isLessThan(0.075);
    assertThat(reportsWithAnEffect(100, 100)).isLessThan(0.075);
    assertThat(reportsWithAnEffect(30, 30)).isLessThan(0.075);
    assertThat(reportsWithAnEffect(300, 5000)).isLessThan(0.075);
  }

  /** The share of reports without drift in which any of eight features has an effect. */
  private static double reportsWithAnEffect(int referenceRows, int currentRows) {
    var random = new Random(7);
    int flagged = 0;
    int reports = 1000;
    for (int report = 0; report < reports; report++) {
      var meter = new DriftMeter();
      List<FeatureVector> reference = rows(random, referenceRows);
      reference.forEach(row -> meter.sample(row, 0));
      reference.forEach(row -> meter.reference(row, 0));
      rows(random, currentRows).forEach(meter::current);
      flagged += meter.drift().stream().anyMatch(drift -> drift.effect() != Effect.NONE) ? 1 : 0;
    }
    return (double) flagged / reports;
  }

  /** Independent features: normal, skewed, of few values, and mostly the same. */
  private static List<FeatureVector> rows(Random random, int count) {
    List<FeatureVector> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] values = new double[Feature.COUNT];
      for (int f = 0; f < values.length; f++) {
        double normal = random.nextGaussian();
        values[f] =
            switch (f % 4) {
              case 0 -> 300 + 100 * normal;
              case 1 -> Math.exp(normal);
              case 2 -> Math.rint(normal);
              default -> random.nextInt(10) < 8 ? 0 : normal;
            };
      }
      rows.add(FeatureVector.of(values));
    }
    return rows;
  }

  @Test
  void the_limit_of_chance_is_a_quantile_of_the_distribution_without_drift() {
    // with 10 equally likely bins and one feature: the 95 % point of 2,000 drawn indexes
    var random = new Random(3);
    for (int rows : new int[] {100, 1000}) {
      double[] drawn = new double[2000];
      long[] reference = new long[10];
      long[] current = new long[10];
      for (int i = 0; i < drawn.length; i++) {
        Arrays.fill(reference, 0);
        Arrays.fill(current, 0);
        for (int j = 0; j < rows; j++) {
          reference[random.nextInt(10)]++;
          current[random.nextInt(10)]++;
        }
        drawn[i] = PopulationStability.index(reference, current);
      }
      Arrays.sort(drawn);
      assertThat(PopulationStability.byChance(reference, current, 1.644854))
          .isCloseTo(drawn[1900], within(0.05 * drawn[1900]));
    }
    // tables: 3.841 and 16.919 at 95 %
    assertThat(PopulationStability.chiSquare(1, 1.644854)).isCloseTo(3.841, within(0.1));
    assertThat(PopulationStability.chiSquare(9, 1.644854)).isCloseTo(16.919, within(0.02));
  }

  /** Rows that differ in their tenure alone. */
  private static FeatureVector tenure(double days) {
    double[] values = new double[Feature.COUNT];
    values[Feature.TENURE_DAYS.ordinal()] = days;
    return FeatureVector.of(values);
  }

  /**
   * The drift of the tenure, from day 180 of a log to day 270, if the customers came evenly between
   * two days; and others later.
   */
  private static FeatureDrift tenureDrift(int from, int to, int more, int moreFrom) {
    var meter = new DriftMeter();
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < 2000; i++) {
        double came = from + (double) (to - from) * i / 2000;
        if (came < 180 && pass == 0) {
          meter.sample(tenure(180 - came), 90);
        } else if (came < 180) {
          meter.reference(tenure(180 - came), 90);
        }
      }
    }
    for (int i = 0; i < 2000; i++) {
      meter.current(tenure(270 - (from + (double) (to - from) * i / 2000)));
    }
    for (int i = 0; i < more; i++) {
      meter.current(tenure(270 - (moreFrom + (270.0 - moreFrom) * i / more)));
    }
    return meter.drift().get(Feature.TENURE_DAYS.ordinal());
  }

  @Test
  void growing_older_is_no_drift_but_a_flood_of_new_customers_is() {
    FeatureDrift nobodyNew = tenureDrift(0, 90, 0, 0);
    assertThat(nobodyNew.effect()).isEqualTo(Effect.NONE);
    assertThat(nobodyNew.withAgeing()).isGreaterThan(0.25);
    FeatureDrift steady = tenureDrift(0, 270, 0, 0);
    assertThat(steady.effect()).isEqualTo(Effect.NONE);
    assertThat(steady.withAgeing()).isGreaterThan(0.25);
    FeatureDrift renewed = tenureDrift(0, 180, 0, 0); // and from then on those who leave come anew
    assertThat(renewed.psi()).isLessThan(0.1);

    assertThat(tenureDrift(0, 270, 2000, 245).effect()).isEqualTo(Effect.LARGE);
    assertThat(tenureDrift(0, 90, 1000, 245).effect()).isEqualTo(Effect.LARGE);
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
      meter.sample(row(i), 0);
    }
    for (int i = 0; i < rows; i++) {
      meter.reference(row(i), 0);
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
    var byChance = new FeatureDrift(Feature.TENURE_DAYS, 0.25, 0.25, 0.3, 30, 30);
    assertThat(byChance.effect()).isEqualTo(Effect.NONE);
    assertThatThrownBy(() -> effect(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Effect effect(double psi) {
    return new FeatureDrift(Feature.TENURE_DAYS, psi, 0, psi, 1, 1).effect();
  }

  @Test
  void without_rows_there_is_no_drift() {
    var meter = new DriftMeter();
    assertThat(meter.isEmpty()).isTrue();
    assertThat(meter.drift()).isEmpty();
    meter.sample(row(1), 0);
    meter.reference(row(1), 0);
    assertThat(meter.drift()).isEmpty();
  }
}
