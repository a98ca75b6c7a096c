package dev.churn.training.curve;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.training.blend.OffsetBoosting;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.math.Logits;
import dev.churn.training.tree.FlatTrees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The silence of customers at several horizons. For each there is a model of its own, learned from
 * what followed in that many days: a base model, with trees if the model that the curve belongs to
 * has trees. At the horizon of that model, it says P where the model of the curve says P′; the
 * log-odds of all others are moved by a share of logit P − logit P′, then made to fall with the
 * days while P stays.
 */
public final class CurveModel {
  private final int horizonDays;
  private final List<OffsetBoosting> models;
  private final FlatTrees trees; // those of all models, since they are asked for together
  private final int[] ends; // of the trees of each model

  /**
   * @param horizonDays the horizon of the model that the curve belongs to
   * @param models a model for each horizon, that horizon included; ascending
   */
  public CurveModel(int horizonDays, List<OffsetBoosting> models) {
    this.horizonDays = horizonDays;
    this.models = List.copyOf(models);
    this.trees = FlatTrees.concatenated(models.stream().map(OffsetBoosting::trees).toList());
    this.ends = models.stream().mapToInt(model -> model.trees().count()).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    int last = 0;
    boolean hasHorizon = false;
    for (OffsetBoosting model : models) {
      int days = days(model);
      if (days <= last) {
        throw new IllegalArgumentException("expected ascending horizons, found " + days);
      }
      last = days;
      hasHorizon |= days == horizonDays;
    }
    if (!hasHorizon) {
      throw new IllegalArgumentException("expected the horizon of %d days".formatted(horizonDays));
    }
  }

  public int horizonDays() {
    return horizonDays;
  }

  /** {@return a model for each horizon, ascending} */
  public List<OffsetBoosting> models() {
    return models;
  }

  /** {@return the horizons in days, ascending} */
  public List<Integer> days() {
    return models.stream().map(CurveModel::days).toList();
  }

  /** {@return whether any of the models has trees} */
  public boolean hasTrees() {
    return trees.count() > 0;
  }

  private static int days(OffsetBoosting model) {
    return model.base().process().horizonDays();
  }

  /**
   * {@return the share, 0 to 1, with which another horizon follows the model's difference from the
   * model of the curve} It is the correlation between the numbers of events in h and in H days from
   * the same day on, if they come at a constant rate: √(min(h, H)/max(h, H)).
   */
  private double share(int days) {
    return Math.sqrt((double) Math.min(days, horizonDays) / Math.max(days, horizonDays));
  }

  /**
   * {@return the curve of a customer, with the probability itself at the horizon of the model}
   *
   * @param probability what the model says of these features
   */
  public SilenceCurve of(FeatureVector features, ChurnProbability probability) {
    double[] inputs = DerivedInputs.of(features);
    double[] values = new double[models.size()];
    int own = 0;
    while (days(models.get(own)) != horizonDays) {
      own++;
    }
    double[] logOdds = logOdds(inputs);
    double move = Logits.logOdds(bounded(probability.value())) - logOdds[own];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          i == own
              ? probability.value()
              : bounded(Logits.probability(logOdds[i] + share(days(models.get(i))) * move));
    }
    Descent.pool(values, 0, own, values[own], 1);
    Descent.pool(values, own + 1, values.length, 0, values[own]);
    List<SilenceCurve.Point> points = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      points.add(new SilenceCurve.Point(days(models.get(i)), new ChurnProbability(values[i])));
    }
    return new SilenceCurve(points);
  }

  /** {@return what the model of each horizon says} */
  private double[] logOdds(double[] inputs) {
    double[] logOdds = new double[models.size()];
    if (hasTrees()) {
      trees.sums(inputs, ends, logOdds);
    }
    for (int i = 0; i < logOdds.length; i++) {
      logOdds[i] += models.get(i).base().logOdds(inputs);
    }
    return logOdds;
  }

  private static double bounded(double probability) {
    return Calibration.bounded(probability);
  }
}
