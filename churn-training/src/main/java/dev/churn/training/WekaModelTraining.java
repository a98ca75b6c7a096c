package dev.churn.training;

import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.Evaluation;
import dev.churn.domain.model.EvaluationMethod;
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
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Trains with learners of our own, equal to those of Weka. With training snapshots a model learns
 * from those and is judged on the test snapshot; otherwise it learns from four fifths of the
 * customers and is judged on the others. Either way the model that is handed out has then learned
 * from all labelled rows in the same way.
 *
 * <p>The model depends on rows, type and seed alone, not on the order of the rows, the number of
 * processors, locale or time zone. Safe for use by several threads.
 */
public final class WekaModelTraining implements ModelTraining {
  private static final int HOLD_OUT_FOLDS = 5;

  /** Starts without any state. */
  public WekaModelTraining() {}

  /** Which of all rows, by their places, are learned from and judged on. */
  private static final class Split {
    private final int[] learn;
    private final Rows test;
    private final EvaluationMethod method;

    private Split(int[] learn, Rows test, EvaluationMethod method) {
      this.learn = learn;
      this.test = test;
      this.method = method;
    }

    static Split outOfTime(LearningSet set, List<LabelledSnapshot> all, Rows rows) {
      int[] learn = places(rows, i -> roleOf(all, rows, i) == SnapshotRole.TRAIN);
      Rows test = rows.where(i -> roleOf(all, rows, i) == SnapshotRole.TEST);
      Requirements.requireLearnable(
          rows.at(learn),
          "in the training snapshots of " + days(withRole(set, SnapshotRole.TRAIN)));
      Requirements.requireJudgeable(
          test, "in the test snapshot of " + days(withRole(set, SnapshotRole.TEST)));
      return new Split(learn, test, EvaluationMethod.OUT_OF_TIME);
    }

    static Split holdOut(List<LabelledSnapshot> snapshots, Rows rows, long seed) {
      Requirements.requireLearnable(rows, "in the snapshot of " + days(snapshots));
      int[] folds = Folds.of(rows, HOLD_OUT_FOLDS, seed);
      int[] learn = places(rows, i -> folds[i] != 0);
      Rows test = rows.where(i -> folds[i] == 0);
      String part = " of the customers in the snapshot of " + days(snapshots);
      Requirements.requireLearnable(rows.at(learn), "among four fifths" + part);
      Requirements.requireJudgeable(test, "among one fifth" + part);
      return new Split(learn, test, EvaluationMethod.HOLD_OUT);
    }

    private static SnapshotRole roleOf(List<LabelledSnapshot> ascending, Rows rows, int i) {
      return ascending.get(rows.snapshot(i)).role();
    }

    private static int[] places(Rows rows, IntPredicate chosen) {
      return IntStream.range(0, rows.size()).filter(chosen).toArray();
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
    if (request.type() != ModelType.AUTO) {
      return train(request.set(), request.type(), request.seed(), progress);
    }
    List<ModelType> types = new ArrayList<>(List.of(ModelType.values()));
    types.remove(ModelType.AUTO);
    List<TrainedModel> trained = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Progress part = progress.part((double) i / types.size(), (i + 1.0) / types.size());
      trained.add(train(request.set(), types.get(i), request.seed(), part));
    }
    TrainedModel best =
        trained.stream()
            .min(Comparator.comparingDouble(model -> model.evaluation().logLoss()))
            .orElseThrow();
    Map<String, String> parameters = new TreeMap<>(best.parameters());
    for (TrainedModel candidate : trained) {
      parameters.put(
          "log_loss_" + candidate.model().type().id(),
          Double.toString(candidate.evaluation().logLoss()));
    }
    return new TrainedModel(
        best.model(), best.evaluation(), best.trainingSamples(), best.churnRate(), parameters);
  }

  private TrainedModel train(LearningSet set, ModelType type, long seed, Progress progress) {
    progress.report(0, "Splitting the customers");
    List<LabelledSnapshot> all =
        withRole(set, SnapshotRole.TRAIN, SnapshotRole.TEST, SnapshotRole.LABELLED);
    Rows rows = Rows.of(all);
    Split split = split(set, all, rows, seed);
    LearningMatrix matrix = LearningMatrix.of(rows);
    var fitting = new Fitting(type, set, rows, seed);

    Fitting.Fitted judged =
        fitting.fit(matrix.sample(split.learn), "Model to judge", progress.part(0.01, 0.42));
    Interrupts.check();
    progress.report(0.42, "Judging on %d customers".formatted(split.test.size()));
    Evaluation evaluation = Judge.judge(judged.model(), split.test, split.method);
    Fitting.Fitted fitted = fitting.fit(matrix.all(), "Model to deploy", progress.part(0.45, 0.99));
    Interrupts.check();
    progress.report(1, "The model is trained");
    return new TrainedModel(
        fitted.model(),
        evaluation,
        rows.size(),
        (double) rows.churnedCount() / rows.size(),
        fitted.parameters());
  }

  private static Split split(LearningSet set, List<LabelledSnapshot> all, Rows rows, long seed) {
    List<LabelledSnapshot> train = withRole(set, SnapshotRole.TRAIN);
    // a stray early row makes the history look longer than it is: snapshots before anybody came
    return train.stream().allMatch(snapshot -> snapshot.rows().size() == 0)
        ? Split.holdOut(all, rows, seed)
        : Split.outOfTime(set, all, rows);
  }

  private static List<LabelledSnapshot> withRole(LearningSet set, SnapshotRole... roles) {
    List<LabelledSnapshot> chosen = new ArrayList<>(set.snapshots());
    chosen.removeIf(snapshot -> !List.of(roles).contains(snapshot.role()));
    chosen.sort(Comparator.comparing(LabelledSnapshot::asOf));
    return chosen;
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
