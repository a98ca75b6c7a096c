package dev.churn.training;

import dev.churn.domain.ProgramVersion;
import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.port.ModelTraining;
import dev.churn.training.blend.BaseModels;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.evaluation.BaselineScore;
import dev.churn.training.evaluation.IncumbentComparison;
import dev.churn.training.evaluation.ModelEvaluator;
import dev.churn.training.math.Logits;
import dev.churn.training.model.ModelFile;
import dev.churn.training.model.ScoredModel;
import dev.churn.training.parallel.Interrupts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Trains with learners of our own, equal to those of Weka. With training snapshots a model learns
 * from those and is judged on the test snapshot; otherwise it learns from four fifths of the
 * customers and is judged on the others. Either way the model that is handed out has then learned
 * from all labeled rows in the same way.
 *
 * <p>The model depends on rows, type and seed alone, not on the order of the rows, the number of
 * processors, locale or time zone. Safe for use by several threads.
 */
public final class ChurnModelTraining implements ModelTraining {
  /** Starts without any state. */
  public ChurnModelTraining() {}

  /**
   * {@inheritDoc}
   *
   * @throws dev.churn.domain.ChurnException also with {@code UNAVAILABLE} if the thread is
   *     interrupted while it trains; the interrupt stays set
   */
  @Override
  public TrainingResult train(TrainingRequest request, Progress progress) {
    progress.report(0, "Splitting the customers");
    boolean auto = request.type() == ModelType.AUTO;
    List<ModelType> types = auto ? learnable() : List.of(request.type());
    TrainingSet set = request.set();
    TrainingRows rows = TrainingRows.of(TrainTestSplit.labeled(set));
    TrainingMatrix matrix = TrainingMatrix.of(rows);
    var session = Session.of(set, rows, matrix, request.seed());
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Progress part = progress.part(0.6 * i / types.size(), 0.6 * (i + 1) / types.size());
      candidates.add(session.judge(types.get(i), part));
    }
    Candidate best =
        candidates.stream().min(Comparator.comparingDouble(Candidate::logLoss)).orElseThrow();
    ModelFitter.Fitted deployed =
        fit(
            new ModelFitter(set, rows, matrix.all(), request.seed()),
            best.type,
            "Model to deploy",
            progress.part(0.6, 0.85));
    Map<String, String> parameters = new TreeMap<>(deployed.parameters());
    if (auto) {
      for (Candidate candidate : candidates) {
        parameters.put("log_loss_" + candidate.type.id(), Double.toString(candidate.logLoss()));
      }
    }
    Optional<Comparison> againstIncumbent =
        request
            .incumbent()
            .map(
                incumbent ->
                    new IncumbentComparison(
                            request,
                            session.split.test(),
                            type -> session.judged(type, candidates, progress.part(0.85, 0.99)))
                        .compare(best.judged, incumbent));
    progress.report(1, "The model is trained");
    return new TrainingResult(
        deployed.model(),
        best.evaluation,
        rows.size(),
        (double) rows.churnedCount() / rows.size(),
        parameters,
        againstIncumbent);
  }

  private static List<ModelType> learnable() {
    List<ModelType> types = new ArrayList<>(List.of(ModelType.values()));
    types.remove(ModelType.AUTO);
    return types;
  }

  /** A model that has learned without the rows it was judged on. */
  private record Candidate(ModelType type, ScoredModel judged, Evaluation evaluation) {
    double logLoss() {
      return evaluation.metrics().logLoss();
    }
  }

  /**
   * The rows of one training.
   *
   * @param learned from without the rows that are judged on
   */
  private record Session(
      TrainingRows rows, TrainTestSplit split, ModelFitter learned, ModelEvaluator judging) {
    static Session of(TrainingSet set, TrainingRows rows, TrainingMatrix matrix, long seed) {
      TrainTestSplit split = TrainTestSplit.of(set, rows, seed);
      TrainingSample sample = matrix.sample(split.learn());
      MbgNbd simple =
          BaseModels.ofHistories(sample, MbgNbd.Dropout.AFTER_SECOND, set.horizonDays());
      var bgNbd =
          new BaselineScore(
              Baseline.BG_NBD,
              features -> Logits.probability(simple.logOdds(DerivedInputs.of(features))),
              true);
      var judging =
          new ModelEvaluator(
              split.test(),
              split.method(),
              TrainTestSplit.labeled(set),
              List.of(BaselineScore.churnRate(rows.at(split.learn())), bgNbd),
              seed);
      return new Session(rows, split, new ModelFitter(set, rows, sample, seed), judging);
    }

    Candidate judge(ModelType type, Progress progress) {
      ScoredModel judged = fit(learned, type, "Model to judge", progress.part(0.01, 0.98)).model();
      progress.report(0.98, "Judging on %d customers".formatted(split.test().size()));
      return new Candidate(type, judged, judging.judge(judged));
    }

    /**
     * {@return a model of the type that has learned without the test rows, anew if there is none}
     */
    ScoredModel judged(ModelType type, List<Candidate> candidates, Progress progress) {
      return candidates.stream()
          .filter(candidate -> candidate.type == type)
          .findFirst()
          .map(Candidate::judged)
          .orElseGet(() -> fit(learned, type, "Model to compare with", progress).model());
    }
  }

  private static ModelFitter.Fitted fit(
      ModelFitter fitting, ModelType type, String what, Progress progress) {
    ModelFitter.Fitted fitted = fitting.fit(type, what, progress);
    Interrupts.check();
    return fitted;
  }

  @Override
  public Map<String, String> versions() {
    return Map.of("churn-training", ProgramVersion.get(), "java", Runtime.version().toString());
  }

  @Override
  public byte[] encode(ChurnModel model) {
    if (!(model instanceof ScoredModel scored)) {
      throw new IllegalArgumentException(
          "expected a model of this trainer, found " + model.getClass().getName());
    }
    return ModelFile.encode(scored);
  }

  @Override
  public ChurnModel decode(byte[] file) {
    return ModelFile.decode(file);
  }
}
