package dev.churn.training;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.LearningSet;
import dev.churn.domain.model.LearningSet.LabelledSnapshot;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainedModel;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.port.ModelTraining;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains with Weka. With training snapshots a model learns from those and is judged on the test
 * snapshot; otherwise it learns from four fifths of the customers and is judged on the others.
 * Either way the model that is handed out has then learned from all labelled rows in the same way.
 *
 * <p>The model depends on rows, type and seed alone, not on the order of the rows, the number of
 * processors, locale or time zone. Safe for use by several threads.
 */
public final class WekaModelTraining implements ModelTraining {
  private static final int HOLD_OUT_FOLDS = 5;

  /** Starts without any state; Weka is started by the first training. */
  public WekaModelTraining() {}

  /** Which rows are learned from and judged on. */
  private record Split(Rows learn, Rows test, EvaluationMethod method) {
    static Split outOfTime(List<LabelledSnapshot> train, List<LabelledSnapshot> test) {
      var split = new Split(Rows.of(train), Rows.of(test), EvaluationMethod.OUT_OF_TIME);
      Requirements.requireLearnable(split.learn, "in the training snapshots of " + days(train));
      Requirements.requireJudgeable(split.test, "in the test snapshot of " + days(test));
      return split;
    }

    static Split holdOut(List<LabelledSnapshot> snapshots, Rows rows, long seed) {
      Requirements.requireLearnable(rows, "in the snapshot of " + days(snapshots));
      int[] folds = Folds.of(rows, HOLD_OUT_FOLDS, seed);
      var split =
          new Split(
              rows.where(i -> folds[i] != 0),
              rows.where(i -> folds[i] == 0),
              EvaluationMethod.HOLD_OUT);
      String part = " of the customers in the snapshot of " + days(snapshots);
      Requirements.requireLearnable(split.learn, "among four fifths" + part);
      Requirements.requireJudgeable(split.test, "among one fifth" + part);
      return split;
    }

    private static String days(List<LabelledSnapshot> snapshots) {
      return snapshots.isEmpty()
          ? "no day"
          : String.join(", ", snapshots.stream().map(s -> s.asOf().toString()).sorted().toList());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.churn.domain.ChurnException also with {@code UNAVAILABLE} if the thread is
   *     interrupted while it trains; the interrupt stays set
   */
  @Override
  public TrainedModel train(TrainingRequest request, Progress progress) {
    List<ModelType> types = new ArrayList<>(List.of(request.type()));
    if (request.type() == ModelType.AUTO) {
      types.addAll(List.of(ModelType.values()));
      types.removeIf(type -> type == ModelType.AUTO);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Progress part = progress.part((double) i / types.size(), (i + 1.0) / types.size());
      candidates.add(train(request.set(), types.get(i), request.seed(), part));
    }
    return candidates.stream()
        .min(Comparator.comparingDouble(candidate -> candidate.evaluation().metrics().logLoss()))
        .orElseThrow()
        .answer(request);
  }

  /** A model to deploy, with the one that was judged in its place and how. */
  private record Candidate(
      ScoredModel model,
      ScoredModel judged,
      Evaluation evaluation,
      Rows rows,
      Split split,
      Map<String, String> parameters) {
    TrainedModel answer(TrainingRequest request) {
      return new TrainedModel(
          model,
          evaluation,
          rows.size(),
          (double) rows.churnedCount() / rows.size(),
          parameters,
          request.incumbent().map(incumbent -> compare(request, incumbent)));
    }

    private Comparison compare(TrainingRequest request, TrainingRequest.Incumbent incumbent) {
      var challenge =
          new Challenge(
              request,
              split.test(),
              type ->
                  fitting(request.set(), type, request.seed())
                      .fit(split.learn(), "Model to compare with", Progress.none()));
      return challenge.compare(judged, incumbent);
    }
  }

  private static Fitting fitting(LearningSet set, ModelType type, long seed) {
    return new Fitting(type, learnerOf(type), set.definition(), seed);
  }

  private Candidate train(LearningSet set, ModelType type, long seed, Progress progress) {
    progress.report(0, "Splitting the customers");
    List<LabelledSnapshot> all =
        withRole(set, SnapshotRole.TRAIN, SnapshotRole.TEST, SnapshotRole.LABELLED);
    Rows rows = Rows.of(all);
    Split split = split(set, all, rows, seed);
    Learner learner = learnerOf(type);
    var fitting = new Fitting(type, learner, set.definition(), seed);

    ScoredModel judged = fitting.fit(split.learn(), "Model to judge", progress.part(0.01, 0.42));
    WekaRuntime.checkInterrupted();
    progress.report(0.42, "Judging on %d customers".formatted(split.test().size()));
    var judging =
        new Judging(
            split.test(), split.method(), all, List.of(Rival.churnRate(split.learn())), seed);
    Evaluation evaluation = judging.judge(judged);
    ScoredModel model = fitting.fit(rows, "Model to deploy", progress.part(0.45, 0.99));
    WekaRuntime.checkInterrupted();

    Map<String, String> parameters = new TreeMap<>(learner.parameters());
    parameters.put("seed", Long.toString(seed));
    parameters.put("calibration", nameOf(model.calibration()));
    progress.report(1, "The model is trained");
    return new Candidate(model, judged, evaluation, rows, split, parameters);
  }

  private static Split split(LearningSet set, List<LabelledSnapshot> all, Rows rows, long seed) {
    List<LabelledSnapshot> train = withRole(set, SnapshotRole.TRAIN);
    // a stray early row makes the history look longer than it is: snapshots before anybody came
    return train.stream().allMatch(snapshot -> snapshot.rows().size() == 0)
        ? Split.holdOut(all, rows, seed)
        : Split.outOfTime(train, withRole(set, SnapshotRole.TEST));
  }

  private static List<LabelledSnapshot> withRole(LearningSet set, SnapshotRole... roles) {
    List<LabelledSnapshot> chosen = new ArrayList<>(set.snapshots());
    chosen.removeIf(snapshot -> !List.of(roles).contains(snapshot.role()));
    return chosen;
  }

  private static Learner learnerOf(ModelType type) {
    return switch (type) {
      case LOGISTIC_REGRESSION -> new LogisticLearner(1);
      case RANDOM_FOREST -> new ForestLearner(100, 7, 20, 4);
      case GRADIENT_BOOSTING -> new BoostingLearner(100, 0.1, 3, 20);
      case AUTO -> throw new IllegalArgumentException("expected a type that can be learned");
    };
  }

  private static String nameOf(Calibration calibration) {
    if (calibration instanceof Calibration.Platt) {
      return "platt";
    }
    return calibration instanceof Calibration.Isotonic ? "isotonic" : "none";
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
