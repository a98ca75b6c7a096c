package dev.churn.training;

import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LearningSet;
import dev.churn.domain.model.LearningSet.LabelledSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which of all rows are learned from and judged on. */
final class Split {
  private static final int HOLD_OUT_FOLDS = 5;

  private final int[] learn;
  private final Rows test;
  private final EvaluationMethod method;

  private Split(int[] learn, Rows test, EvaluationMethod method) {
    this.learn = learn;
    this.test = test;
    this.method = method;
  }

  /** {@return the places of the rows that are learned from} */
  int[] learn() {
    return learn;
  }

  Rows test() {
    return test;
  }

  EvaluationMethod method() {
    return method;
  }

  /**
   * {@return the split of the rows}
   *
   * @param rows of {@link #labelled}
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there are too few rows,
   *     or only one class, to learn from or to judge on
   */
  static Split of(LearningSet set, Rows rows, long seed) {
    List<LabelledSnapshot> train = withRole(set, SnapshotRole.TRAIN);
    // a stray early row makes the history look longer than it is: snapshots before anybody came
    return train.stream().allMatch(snapshot -> snapshot.rows().size() == 0)
        ? holdOut(labelled(set), rows, seed)
        : outOfTime(set, rows);
  }

  /** {@return the labelled snapshots, the earliest first} */
  static List<LabelledSnapshot> labelled(LearningSet set) {
    return withRole(set, SnapshotRole.TRAIN, SnapshotRole.TEST, SnapshotRole.LABELLED);
  }

  private static Split outOfTime(LearningSet set, Rows rows) {
    List<LabelledSnapshot> all = labelled(set);
    int[] learn = places(rows, i -> roleOf(all, rows, i) == SnapshotRole.TRAIN);
    Rows test = rows.where(i -> roleOf(all, rows, i) == SnapshotRole.TEST);
    Requirements.requireLearnable(
        rows.at(learn), "in the training snapshots of " + days(withRole(set, SnapshotRole.TRAIN)));
    Requirements.requireJudgeable(
        test, "in the test snapshot of " + days(withRole(set, SnapshotRole.TEST)));
    return new Split(learn, test, EvaluationMethod.OUT_OF_TIME);
  }

  private static Split holdOut(List<LabelledSnapshot> snapshots, Rows rows, long seed) {
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

  private static List<LabelledSnapshot> withRole(LearningSet set, SnapshotRole... roles) {
    List<LabelledSnapshot> chosen = new ArrayList<>(set.snapshots());
    chosen.removeIf(snapshot -> !List.of(roles).contains(snapshot.role()));
    chosen.sort(Comparator.comparing(LabelledSnapshot::asOf));
    return chosen;
  }
}
