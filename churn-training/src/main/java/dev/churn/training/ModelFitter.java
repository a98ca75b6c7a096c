package dev.churn.training;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.LogisticFamily;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.calibration.CrossFitting;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.FittedClassifier;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.evaluation.BackgroundSample;
import dev.churn.training.model.CalibratedPredictor;
import dev.churn.training.season.SeasonFitter;
import dev.churn.training.tuning.TuningData;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tunes, fits and calibrates models on the same rows. Work that does not depend on the model type
 * is done once for all models. Used by one thread.
 */
final class ModelFitter {
  private final TrainingSet set;
  private final TypeChoice types;
  private final TrainingSample sample;
  private final long seed;
  private final TuningData tuning;
  private final CrossFitting folds;
  private final List<FeatureVector> background;
  private Optional<SeasonFitter.Fitted> season = Optional.empty();

  /**
   * @param rows all rows of the set, as in the matrix of the sample
   */
  ModelFitter(TrainingSet set, TrainingRows rows, TrainingSample given, long seed) {
    this.set = set;
    this.types = TypeChoice.of(given, set.definition().watchedEventTypes(), seed);
    this.sample = types.of(given);
    this.seed = seed;
    this.tuning = new TuningData(sample, set.horizonDays(), seed);
    this.folds = CrossFitting.of(sample, seed);
    this.background =
        BackgroundSample.of(
            rows.at(sample.rows()).watching(types.names()), set.activeWindow(), seed);
  }

  /**
   * A fitted model.
   *
   * @param parameters by name: the hyperparameters that tuning chose and the parameters that were
   *     learned
   */
  record Fitted(CalibratedPredictor model, Map<String, String> parameters) {
    Fitted {
      parameters = Map.copyOf(parameters);
    }
  }

  /** {@return the model that was fitted to the whole sample} */
  <S extends Scorer> Fitted fit(
      ClassifierFamily<S> family, Map<String, String> options, String what, Progress progress) {
    Learner<S> learner =
        family.tune(tuning, options, named(what + ", tuning", progress.part(0, 0.5)));
    Calibration calibration =
        family.calibrates(options)
            ? folds.calibrate(learner, named(what + ", calibration", progress.part(0.5, 0.8)))
            : new Calibration.None();
    S scorer = learner.learn(sample, seed, named(what + ", learning", progress.part(0.8, 1)));
    var classifier = new FittedClassifier<>(family, scorer);
    var model =
        new CalibratedPredictor(
            classifier,
            set.definition().watching(types.names()),
            calibration,
            background.subList(0, Math.min(background.size(), family.backgroundRows(options))));
    Map<String, String> parameters = new TreeMap<>(learner.parameters());
    parameters.putAll(tuning.parameters());
    parameters.put("season", season().sentence());
    if (!set.definition().watchedEventTypes().isEmpty()) {
      parameters.put("event_types_used", types.sentence());
    }
    parameters.put("calibration", nameOf(calibration));
    parameters.put(
        "calibration_rows", Integer.toString(family.calibrates(options) ? folds.rows() : 0));
    parameters.put("seed", Long.toString(seed));
    parameters.computeIfPresent(
        "min_rows_per_leaf",
        (name, wanted) -> Integer.toString(sample.leafSize(Integer.parseInt(wanted))));
    parameters.putAll(classifier.parameters());
    parameters.put("description", classifier.sentence());
    return new Fitted(season().season().map(model::with).orElse(model), parameters);
  }

  /** {@return the matrix of the rows, with the inputs of the event types that were chosen} */
  TrainingMatrix matrix() {
    return sample.matrix();
  }

  /** {@return the season, which does not depend on the model type} */
  private SeasonFitter.Fitted season() {
    if (season.isEmpty()) {
      season = Optional.of(seasonOf(tuning, sample, set, seed));
    }
    return season.get();
  }

  /** {@return the season that the base model of all types sees in a sample} */
  static SeasonFitter.Fitted seasonOf(
      TuningData tuning, TrainingSample sample, TrainingSet set, long seed) {
    BaseModel base =
        new LogisticFamily()
            .tune(tuning, Map.of(), Progress.none())
            .learn(sample, seed, Progress.none());
    List<LocalDate> days = TrainTestSplit.labeled(set).stream().map(LabeledSnapshot::asOf).toList();
    return SeasonFitter.fit(base, sample, days, set.horizonDays());
  }

  /**
   * {@return the log-loss, in nats, with which classifiers of the type predict customers of other
   * folds; infinite if there are too few rows for folds}
   */
  <S extends Scorer> double outOfFoldLogLoss(
      ClassifierFamily<S> family, Map<String, String> options, Progress progress) {
    Learner<S> learner = family.tune(tuning, options, progress.part(0, 0.6));
    return folds.logLoss(learner, progress.part(0.6, 1));
  }

  private static String nameOf(Calibration calibration) {
    if (calibration instanceof Calibration.Platt) {
      return "platt";
    }
    return calibration instanceof Calibration.Isotonic ? "isotonic" : "none";
  }

  private static Progress named(String phase, Progress progress) {
    return (fraction, message) -> progress.report(fraction, phase + ": " + message);
  }
}
