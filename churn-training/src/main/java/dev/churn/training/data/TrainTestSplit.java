package dev.churn.training.data;

import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The split of all rows into those to learn from and those to evaluate on. */
public final class TrainTestSplit {
  private static final int HOLD_OUT_FOLDS = 5;

  private final int[] learn;
  private final TrainingRows test;
  private final EvaluationMethod method;

  private TrainTestSplit(int[] learn, TrainingRows test, EvaluationMethod method) {
    this.learn = learn;
    this.test = test;
    this.method = method;
  }

  /** {@return the indexes of the rows to learn from} */
  public int[] learn() {
    return learn;
  }

  public TrainingRows test() {
    return test;
  }

  public EvaluationMethod method() {
    return method;
  }

  /**
   * {@return the split of the rows}
   *
   * @param rows rows of {@link #labeled}
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there are too few rows,
   *     or only one class, to learn from or to evaluate on
   */
  public static TrainTestSplit of(TrainingSet set, TrainingRows rows, long seed) {
    List<LabeledSnapshot> train = withRole(set, SnapshotRole.TRAIN);
    // one early outlier makes the history look longer than it is and plans snapshots without rows
    return train.stream().allMatch(snapshot -> snapshot.rows().size() == 0)
        ? holdOut(labeled(set), rows, seed)
        : outOfTime(set, rows);
  }

  /** {@return the labeled snapshots, the earliest first} */
  public static List<LabeledSnapshot> labeled(TrainingSet set) {
    return withRole(set, SnapshotRole.TRAIN, SnapshotRole.TEST, SnapshotRole.LABELLED);
  }

  private static TrainTestSplit outOfTime(TrainingSet set, TrainingRows rows) {
    List<LabeledSnapshot> all = labeled(set);
    int[] learn = places(rows, i -> roleOf(all, rows, i) == SnapshotRole.TRAIN);
    TrainingRows test = rows.where(i -> roleOf(all, rows, i) == SnapshotRole.TEST);
    Requirements.requireLearnable(
        rows.at(learn), "in the training snapshots of " + days(withRole(set, SnapshotRole.TRAIN)));
    Requirements.requireJudgeable(
        test, "in the test snapshot of " + days(withRole(set, SnapshotRole.TEST)));
    return new TrainTestSplit(learn, test, EvaluationMethod.OUT_OF_TIME);
  }

  private static TrainTestSplit holdOut(
      List<LabeledSnapshot> snapshots, TrainingRows rows, long seed) {
    Requirements.requireLearnable(rows, "in the snapshot of " + days(snapshots));
    int[] folds = Folds.of(rows, HOLD_OUT_FOLDS, seed);
    int[] learn = places(rows, i -> folds[i] != 0);
    TrainingRows test = rows.where(i -> folds[i] == 0);
    String part = " of the customers in the snapshot of " + days(snapshots);
    Requirements.requireLearnable(rows.at(learn), "among four fifths" + part);
    Requirements.requireJudgeable(test, "among one fifth" + part);
    return new TrainTestSplit(learn, test, EvaluationMethod.HOLD_OUT);
  }

  private static SnapshotRole roleOf(List<LabeledSnapshot> ascending, TrainingRows rows, int i) {
    return ascending.get(rows.snapshot(i)).role();
  }

  private static int[] places(TrainingRows rows, IntPredicate chosen) {
    return IntStream.range(0, rows.size()).filter(chosen).toArray();
  }

  private static String days(List<LabeledSnapshot> snapshots) {
    return snapshots.isEmpty()
        ? "no day"
        : String.join(", ", snapshots.stream().map(s -> s.asOf().toString()).sorted().toList());
  }

  private static List<LabeledSnapshot> withRole(TrainingSet set, SnapshotRole... roles) {
    List<LabeledSnapshot> chosen = new ArrayList<>(set.snapshots());
    chosen.removeIf(snapshot -> !List.of(roles).contains(snapshot.role()));
    chosen.sort(Comparator.comparing(LabeledSnapshot::asOf));
    return chosen;
  }
}
