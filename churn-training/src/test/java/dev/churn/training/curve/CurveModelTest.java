package dev.churn.training.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve.Point;
import dev.churn.training.Synthetic;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.OffsetBoosting;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.tree.FlatTrees;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CurveModelTest {
  private static final FeatureVector SOMEBODY = Synthetic.customer(new Random(1));

  /** {@return a base model that says the same of everybody} */
  private static OffsetBoosting base(int days, double logOdds) {
    return new OffsetBoosting(
        new BaseModel(
            new MbgNbd(MbgNbd.Dropout.AFTER_FIRST, days, 1, 1, 1, 1),
            new LinearScorer(new int[0], new double[0], new double[0], new double[0], logOdds),
            1),
        FlatTrees.none());
  }

  private static List<Double> curve(CurveModel model, double probability) {
    return model.of(SOMEBODY, new ChurnProbability(probability)).points().stream()
        .map(point -> point.probability().value())
        .toList();
  }

  /**
   * At 32 days logit .5 − logit σ(−1) = 1; at 8 and 128, a quarter and four times, a half of it.
   */
  @Test
  void other_horizons_follow_the_model_by_the_root_of_the_share_of_their_days() {
    var model = new CurveModel(32, List.of(base(8, 0.25), base(32, -1), base(128, -2)));

    List<Double> curve = curve(model, 0.5);

    assertThat(curve.get(0)).isEqualTo(1 / (1 + Math.exp(-0.75)), within(1e-12));
    assertThat(curve.get(1)).isEqualTo(0.5);
    assertThat(curve.get(2)).isEqualTo(1 / (1 + Math.exp(1.5)), within(1e-12));
    assertThat(model.of(SOMEBODY, new ChurnProbability(0.5)).points())
        .extracting(Point::days)
        .containsExactly(8, 32, 128);
  }

  /** At 8 days the log-odds are 0.25 + 0.5 of the leaf + a half of 0 − (−1 + 0.4). */
  @Test
  void trees_add_their_leaves_to_the_base_model_of_their_horizon() {
    var model = new CurveModel(32, List.of(leaf(base(8, 0.25), 0.5), leaf(base(32, -1), 0.4)));

    assertThat(model.hasTrees()).isTrue();
    assertThat(curve(model, 0.5).get(0)).isEqualTo(1 / (1 + Math.exp(-1.05)), within(1e-12));
  }

  private static OffsetBoosting leaf(OffsetBoosting base, double value) {
    var trees = new FlatTrees.Builder();
    trees.startTree();
    trees.leaf(value);
    return new OffsetBoosting(base.base(), trees.build());
  }

  @Test
  void the_answer_stays_when_others_contradict_it() {
    var model =
        new CurveModel(
            30, List.of(base(7, -1), base(14, 3), base(30, 0), base(60, 2), base(90, 1)));

    for (double p : new double[] {1e-6, 0.2, 0.5, 0.9, 1 - 1e-6}) {
      List<Double> curve = curve(model, p);

      assertThat(curve.get(2)).isEqualTo(p);
      assertThat(curve.get(0)).isEqualTo(curve.get(1)); // pooled
      assertThat(curve.get(3)).isLessThanOrEqualTo(p);
    }
  }

  /** (.2 + .8)/2 = .5; .7 lies above, and .1 below. */
  @Test
  void adjacent_violators_are_pooled_and_held_within_bounds() {
    double[] values = {9, 0.7, 0.2, 0.8, 0.1, 9};
    Descent.pool(values, 1, 5, 0.3, 0.6);
    assertThat(values).containsExactly(9, 0.6, 0.5, 0.5, 0.3, 9);

    double[] risen = {0.1, 0.2, 0.6};
    Descent.pool(risen, 0, 3, 0, 1);
    assertThat(risen).containsExactly(new double[] {0.3, 0.3, 0.3}, within(1e-12));
  }

  @Test
  void random_curves_never_rise() {
    var random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      var model =
          new CurveModel(
              30,
              List.of(
                  base(7, random.nextGaussian()),
                  base(14, random.nextGaussian()),
                  base(30, random.nextGaussian()),
                  base(60, random.nextGaussian()),
                  base(90, random.nextGaussian())));
      curve(model, random.nextDouble()); // refuses to rise
    }
  }

  @Test
  void horizons_ascend_and_include_that_of_the_model() {
    assertThatThrownBy(() -> new CurveModel(30, List.of(base(7, 0), base(14, 0))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CurveModel(7, List.of(base(14, 0), base(7, 0))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
