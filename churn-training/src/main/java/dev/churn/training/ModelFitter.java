package dev.churn.training;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingSet;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.OffsetTrees;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.evaluation.BackgroundSample;
import dev.churn.training.model.ScoredModel;
import dev.churn.training.tuning.CrossFitting;
import dev.churn.training.tuning.HyperparameterTuner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tunes, fits and calibrates models of the same rows. What does not depend on the type of model is
 * done once for all that are fitted. Used by one thread.
 */
final class ModelFitter {
  private final TrainingSet set;
  private final TrainingSample sample;
  private final long seed;
  private final HyperparameterTuner tuning;
  private final CrossFitting outOfFold;
  private final List<FeatureVector> background;

  /**
   * @param rows all rows of the set, as in the matrix of the sample
   */
  ModelFitter(TrainingSet set, TrainingRows rows, TrainingSample sample, long seed) {
    this.set = set;
    this.sample = sample;
    this.seed = seed;
    this.tuning = new HyperparameterTuner(sample, set.horizonDays(), seed);
    this.outOfFold = CrossFitting.of(sample, seed);
    this.background = BackgroundSample.of(rows.at(sample.rows()), seed);
  }

  /**
   * What came out.
   *
   * @param parameters by name: all that the tuning chose and the learning found
   */
  record Fitted(ScoredModel model, Map<String, String> parameters) {
    Fitted {
      parameters = Map.copyOf(parameters);
    }
  }

  /** {@return the model that learned from all of the sample} */
  Fitted fit(ModelType type, String what, Progress progress) {
    Learner learner = tuning.tune(type, named(what + ", tuning", progress.part(0, 0.5)));
    Calibration calibration =
        outOfFold.calibrate(learner, named(what + ", calibration", progress.part(0.5, 0.8)));
    Scorer scorer = learner.learn(sample, seed, named(what + ", learning", progress.part(0.8, 1)));
    var model = new ScoredModel(type, set.definition(), scorer, calibration, background);
    Map<String, String> parameters = new TreeMap<>(learner.parameters());
    parameters.putAll(tuning.parameters());
    parameters.put("calibration", nameOf(calibration));
    parameters.put("calibration_rows", Integer.toString(outOfFold.rows()));
    parameters.put("seed", Long.toString(seed));
    parameters.computeIfPresent(
        "min_rows_per_leaf",
        (name, wanted) -> Integer.toString(sample.leafSize(Integer.parseInt(wanted))));
    parameters.putAll(processParameters(scorer));
    return new Fitted(model, parameters);
  }

  private static String nameOf(Calibration calibration) {
    if (calibration instanceof Calibration.Platt) {
      return "platt";
    }
    return calibration instanceof Calibration.Isotonic ? "isotonic" : "none";
  }

  private static Map<String, String> processParameters(Scorer scorer) {
    BaseModel foundation =
        scorer instanceof OffsetTrees trees ? trees.foundation() : (BaseModel) scorer;
    MbgNbd process = foundation.process();
    return Map.of(
        "mbg_nbd_r", Double.toString(process.r()),
        "mbg_nbd_alpha_days", Double.toString(process.alpha()),
        "mbg_nbd_a", Double.toString(process.a()),
        "mbg_nbd_b", Double.toString(process.b()),
        "horizon_days", Integer.toString(process.horizonDays()));
  }

  private static Progress named(String phase, Progress progress) {
    return (fraction, message) -> progress.report(fraction, phase + ": " + message);
  }
}
