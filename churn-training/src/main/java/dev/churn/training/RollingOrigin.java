package dev.churn.training;

import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.TrainingSet;
import dev.churn.training.blend.BaseModels;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.calibration.CrossFitting;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.FittedClassifier;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.Cut;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.evaluation.BaselineScore;
import dev.churn.training.evaluation.CutScores;
import dev.churn.training.evaluation.Rivals;
import dev.churn.training.math.Logits;
import dev.churn.training.model.CalibratedPredictor;
import dev.churn.training.parallel.Interrupts;
import dev.churn.training.season.Season;
import dev.churn.training.tuning.TuningData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Tests models at the snapshots before that of the evaluation, each time after learning only from
 * snapshots whose outcomes were known by then (rolling origin; Tashman, International Journal of
 * Forecasting 16(4), 2000). Hyperparameters, event types and calibration are chosen once, from the
 * rows that the earliest cut learns from; choosing them for every cut would cost several times as
 * much. Of many rows, models learn from those of a part of the customers. Used by one thread.
 */
final class RollingOrigin {
  /** About how many rows the models of a cut learn from at most. */
  private static final int MAX_ROWS = 50_000;

  private final TrainingSet set;
  private final TrainingRows rows;
  private final long seed;
  private final List<Part> parts;

  /** A cut with what does not depend on the model type. */
  private record Part(Cut cut, TrainingSample learn, Rivals rivals) {
    /** {@return the same cut, whose models learn from these event types only} */
    Part of(TypeChoice types) {
      return new Part(cut, types.of(learn), rivals);
    }
  }

  private RollingOrigin(TrainingSet set, TrainingRows rows, List<Part> parts, long seed) {
    this.set = set;
    this.rows = rows;
    this.parts = List.copyOf(parts);
    this.seed = seed;
  }

  /**
   * {@return the cuts before the day of the evaluation}
   *
   * @param rows all rows, as in the matrix
   */
  static RollingOrigin of(
      TrainingSet set, TrainingRows rows, TrainingMatrix matrix, EvaluationScope scope, long seed) {
    List<Part> parts = new ArrayList<>();
    for (Cut cut : Cut.before(set, rows, scope)) {
      TrainingSample learn = matrix.sample(cut.learn()).ofSomeCustomers(MAX_ROWS, seed);
      TrainingRows learned = rows.at(learn.rows());
      Rivals rivals =
          Rivals.of(
              Rivals.population(learned, scope.population(), set.activeWindow()),
              bgNbd(learn, set.horizonDays()),
              seed);
      parts.add(new Part(cut, learn, rivals));
    }
    return new RollingOrigin(set, rows, parts, seed);
  }

  /** {@return the probability of no activity within the horizon by BG/NBD, fitted to histories} */
  static ToDoubleFunction<FeatureVector> bgNbd(TrainingSample learn, int horizonDays) {
    MbgNbd simple = BaseModels.ofHistories(learn, MbgNbd.Dropout.AFTER_SECOND, horizonDays);
    return features -> Logits.probability(simple.logOdds(DerivedInputs.of(features)));
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * {@return a test of one model type after the other, with what they share}
   *
   * @param most how many cuts are looked at, from the latest on
   */
  Session session(int most) {
    return new Session(parts.subList(0, Math.min(most, parts.size())));
  }

  /** Tests model types at the same cuts. */
  final class Session {
    private final TypeChoice types;
    private final List<Part> chosen;
    private final TuningData tuning;
    private final CrossFitting folds;
    private final List<Optional<Season>> seasons;

    private Session(List<Part> given) {
      Part first = given.get(given.size() - 1);
      types = TypeChoice.of(first.learn, set.definition().watchedEventTypes(), seed);
      chosen = given.stream().map(part -> part.of(types)).toList();
      TrainingSample earliest = types.of(first.learn);
      tuning = new TuningData(earliest, set.horizonDays(), seed);
      folds = CrossFitting.of(earliest, seed);
      seasons =
          chosen.stream()
              .map(part -> ModelFitter.seasonOf(tuning, part.learn, set, seed).season())
              .toList();
    }

    /** {@return what the models of a type scored at the cuts, the latest first} */
    <S extends Scorer> List<CutScores> test(
        ClassifierFamily<S> family, ModelSpecification specification, Progress progress) {
      Learner<S> learner =
          family.tune(tuning, specification.options(), named("tuning", progress.part(0, 0.3)));
      Calibration calibration =
          family.calibrates(specification.options())
              ? folds.calibrate(learner, named("calibration", progress.part(0.3, 0.4)))
              : new Calibration.None();
      List<CutScores> scores = new ArrayList<>();
      Progress rest = progress.part(0.4, 1);
      for (Part part : chosen) {
        int index = scores.size();
        double done = (double) index / chosen.size();
        S scorer =
            learner.learn(
                part.learn,
                seed,
                named(part.cut.asOf().toString(), rest.part(done, done + 1.0 / chosen.size())));
        Interrupts.check();
        var model =
            new CalibratedPredictor(
                new FittedClassifier<>(family, scorer),
                set.definition().watching(types.names()),
                calibration,
                List.of());
        var ofDay = seasons.get(index).map(model::with).orElse(model).on(part.cut.asOf());
        TrainingRows test = part.cut.test();
        scores.add(
            new CutScores(
                part.cut.asOf(),
                test,
                ofDay.probabilities(test),
                part.rivals,
                BaselineScore.churnRate(rows.at(part.learn.rows()))));
      }
      return scores;
    }

    private Progress named(String phase, Progress progress) {
      return (fraction, message) ->
          progress.report(fraction, "Earlier cuts, %s: %s".formatted(phase, message));
    }
  }
}
