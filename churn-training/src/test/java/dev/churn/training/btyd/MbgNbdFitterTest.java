package dev.churn.training.btyd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabeledRows;
import dev.churn.training.Buyers;
import dev.churn.training.Synthetic;
import dev.churn.training.btyd.MbgNbd.Dropout;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.Bfgs;
import dev.churn.training.math.Logits;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MbgNbdFitterTest {
  private static MbgNbd truth(Dropout dropout) {
    return new MbgNbd(dropout, 60, 0.8, 60, 0.7, 2.5);
  }

  private static PurchaseHistories one(int repeats, int last, int tenure) {
    int[] days = new int[repeats + 1];
    for (int i = 0; i <= repeats; i++) {
      days[i] = repeats == 0 ? 0 : i * last / repeats;
    }
    var rows = new LabeledRows();
    rows.add("customer", Buyers.features(days, tenure), true);
    return PurchaseHistories.of(
        TrainingMatrix.of(TrainingRows.of(Synthetic.single(rows, SnapshotRole.TEST).snapshots()))
            .all());
  }

  /**
   * Expected are logarithms of double integrals over rates and chances, taken numerically with
   * SciPy.
   */
  @ParameterizedTest
  @CsvSource({
    "AFTER_SECOND, 0, 0, 30, -0.4990447626",
    "AFTER_FIRST, 0, 0, 30, -0.3511209512",
    "AFTER_SECOND, 7, 29, 30, -20.5373154512",
    "AFTER_FIRST, 7, 29, 30, -20.6292258310"
  })
  void the_likelihood_is_that_which_integration_gives(
      Dropout dropout, int repeats, int last, int tenure, double expected) {
    var fit = new MbgNbdFitter(one(repeats, last, tenure), dropout, 39, Workers.of(1));

    double loss = fit.historyLoss(new double[] {0.243, 4.414, 0.793, 2.426}, new double[4]);

    assertThat(-loss).isEqualTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void gradients_are_those_of_the_losses(Dropout dropout) {
    TrainingSample sample = new Buyers(truth(dropout), 300, 200, 400, 1).sample(300);
    var fit = new MbgNbdFitter(PurchaseHistories.of(sample), dropout, 60, Workers.of(1));
    double[] point = {0.6, 45, 0.9, 1.7};
    double[] byHistory = new double[4];
    double[] byLabel = new double[4];
    fit.historyLoss(point, byHistory);
    fit.labelLoss(point, byLabel);

    for (int i = 0; i < 4; i++) {
      double step = point[i] * 1e-5;
      double[] above = point.clone();
      double[] below = point.clone();
      above[i] += step;
      below[i] -= step;
      double history =
          fit.historyLoss(above, new double[4]) - fit.historyLoss(below, new double[4]);
      double label = fit.labelLoss(above, new double[4]) - fit.labelLoss(below, new double[4]);
      assertThat(byHistory[i]).isCloseTo(history / (2 * step), Percentage.withPercentage(0.01));
      assertThat(byLabel[i]).isCloseTo(label / (2 * step), Percentage.withPercentage(0.01));
    }
  }

  @ParameterizedTest
  @EnumSource
  void histories_tell_how_the_customers_behave(Dropout dropout) {
    TrainingSample sample = new Buyers(truth(dropout), 12_000, 300, 700, 2).sample(700);

    MbgNbd found =
        new MbgNbdFitter(PurchaseHistories.of(sample), dropout, 60, Workers.of(1)).toHistories();

    // a day is the smallest time that is known, so the fastest look a little slower
    assertThat(found.r()).isCloseTo(0.8, Percentage.withPercentage(15));
    assertThat(found.r() / found.alpha()).isCloseTo(0.8 / 60, Percentage.withPercentage(15));
    assertThat(found.a() / (found.a() + found.b()))
        .isCloseTo(0.7 / 3.2, Percentage.withPercentage(15));
  }

  @ParameterizedTest
  @EnumSource
  void the_number_of_threads_changes_no_bit(Dropout dropout) {
    PurchaseHistories histories =
        PurchaseHistories.of(new Buyers(truth(dropout), 20_000, 300, 700, 5).sample(700));
    assertThat(histories.size()).isGreaterThan(2 * Chunks.LENGTH);

    MbgNbd alone = new MbgNbdFitter(histories, dropout, 60, Workers.of(1)).toHistories();
    try (Workers workers = Workers.of(3)) {
      var fit = new MbgNbdFitter(histories, dropout, 60, workers);
      assertThat(fit.toHistories()).isEqualTo(alone);
      assertThat(fit.toLabels(alone))
          .isEqualTo(new MbgNbdFitter(histories, dropout, 60, Workers.of(1)).toLabels(alone));
    }
  }

  @Test
  void labels_bring_the_expectation_close_to_the_truth() {
    MbgNbd truth = truth(Dropout.AFTER_FIRST);
    TrainingSample sample = new Buyers(truth, 8000, 300, 760, 3).sample(400);
    PurchaseHistories histories = PurchaseHistories.of(sample);
    var fit = new MbgNbdFitter(histories, Dropout.AFTER_FIRST, 60, Workers.of(1));

    MbgNbd found = fit.toLabels(new MbgNbd(Dropout.AFTER_FIRST, 60, 2, 20, 0.3, 0.9));

    double error = 0;
    for (int i = 0; i < histories.size(); i++) {
      double x = histories.repeats().of(i);
      double last = histories.last().of(i);
      double tenure = histories.tenure().of(i);
      error +=
          histories.count(i)
              * Math.abs(
                  Logits.probability(found.logOdds(x, last, tenure))
                      - Logits.probability(truth.logOdds(x, last, tenure)));
    }
    assertThat(error / histories.total()).isLessThan(0.02);
  }

  @Test
  void histories_that_are_equal_are_kept_once() {
    var rows = new LabeledRows();
    rows.add("a", Buyers.features(new int[] {0, 10, 20}, 50), true);
    rows.add("b", Buyers.features(new int[] {5, 9, 25}, 55), false);
    rows.add("c", Buyers.features(new int[] {0, 10, 21}, 50), true);
    PurchaseHistories histories =
        PurchaseHistories.of(
            TrainingMatrix.of(
                    TrainingRows.of(Synthetic.single(rows, SnapshotRole.TEST).snapshots()))
                .all());

    assertThat(histories.size()).isEqualTo(2);
    assertThat(histories.total()).isEqualTo(3);
    int twice = histories.count(0) == 2 ? 0 : 1;
    assertThat(histories.churned(twice)).isEqualTo(1);
    assertThat(histories.repeats().of(twice)).isEqualTo(2);
    assertThat(histories.last().of(twice)).isEqualTo(20);
    assertThat(histories.tenure().of(twice)).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource
  void a_fit_exists_even_where_nothing_can_be_known(Dropout dropout) {
    PurchaseHistories lone = one(0, 0, 0);

    var fit = new MbgNbdFitter(lone, dropout, 30, Workers.of(1));
    MbgNbd found = fit.toLabels(fit.toHistories());

    assertThat(found.logOdds(0, 0, 0)).isFinite();
  }

  @Test
  void the_valley_of_rosenbrock_is_walked_to_its_end() {
    double[] found =
        Bfgs.minimize(
            (point, gradient) -> {
              double x = point[0];
              double y = point[1];
              gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
              gradient[1] = 200 * (y - x * x);
              return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
            },
            new double[] {-1.2, 1},
            10);

    assertThat(found).containsExactly(new double[] {1, 1}, within(1e-5));
  }

  @Test
  void an_interrupt_ends_the_fit_and_stays_set() {
    var fit = new MbgNbdFitter(one(2, 20, 30), Dropout.AFTER_FIRST, 60, Workers.of(1));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(fit::toHistories)
          .isInstanceOfSatisfying(
              ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    } finally {
      boolean cleared = Thread.interrupted();
      assertThat(cleared).isTrue();
    }
  }
}
