package dev.churn.training.data;

import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.EvaluationPlan;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The split of all rows into those to learn from and those to evaluate on, as an {@link
 * EvaluationPlan} wants it. A model is evaluated on the active customers first, and on all beside.
 */
public final class TrainTestSplit {
  private static final int HOLD_OUT_FOLDS = 5;

  private final int[] learn;
  private final TrainingRows test;
  private final TrainingRows everyone;
  private final EvaluationScope scope;
  private final List<String> remarks;

  private TrainTestSplit(
      int[] learn,
      TrainingRows test,
      TrainingRows everyone,
      EvaluationScope scope,
      List<String> remarks) {
    this.learn = learn;
    this.test = test;
    this.everyone = everyone;
    this.scope = scope;
    this.remarks = List.copyOf(remarks);
  }

  /** {@return the indexes of the rows to learn from} */
  public int[] learn() {
    return learn;
  }

  /**
   * {@return the rows to evaluate on} They are the active customers, or everybody if too few are
   * active or all have the same outcome.
   */
  public TrainingRows test() {
    return test;
  }

  /** {@return the rows of {@link #test} and those of the lapsed customers beside them} */
  public TrainingRows everyone() {
    return everyone;
  }

  /** {@return what an evaluation on {@link #test} is about} */
  public EvaluationScope scope() {
    return scope;
  }

  /** {@return sentences about why the rows are not the usual ones} */
  public List<String> remarks() {
    return remarks;
  }

  /**
   * {@return the split of the rows}
   *
   * @param rows rows of {@link #labeled}
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there are too few rows,
   *     or only one class, to learn from or to evaluate on
   */
  public static TrainTestSplit of(TrainingSet set, TrainingRows rows, long seed) {
    List<LabeledSnapshot> labeled = labeled(set);
    EvaluationPlan plan =
        EvaluationPlan.of(set)
            .orElseThrow(
                () -> Requirements.notLearnable(rows, "in the snapshots of " + days(labeled)));
    Set<Integer> learned =
        plan.learned().stream().map(labeled::indexOf).collect(Collectors.toUnmodifiableSet());
    int judged = labeled.indexOf(plan.judged());
    IntPredicate toLearn = i -> learned.contains(rows.snapshot(i));
    IntPredicate toJudge = i -> rows.snapshot(i) == judged;
    if (plan.method() == EvaluationMethod.OUT_OF_TIME) {
      return new Parts(set, plan, rows).split(toLearn, toJudge);
    }
    Requirements.requireLearnable(
        rows.where(toLearn), "in the snapshots of " + days(plan.learned()));
    int[] folds = Folds.of(rows, HOLD_OUT_FOLDS, seed);
    return new Parts(set, plan, rows)
        .split(i -> folds[i] != 0 && toLearn.test(i), i -> folds[i] == 0 && toJudge.test(i));
  }

  /** {@return the labeled snapshots, the earliest first} */
  public static List<LabeledSnapshot> labeled(TrainingSet set) {
    List<LabeledSnapshot> chosen = new ArrayList<>(set.snapshots());
    chosen.removeIf(snapshot -> snapshot.role() == SnapshotRole.SCORE);
    chosen.sort(Comparator.comparing(LabeledSnapshot::asOf));
    return chosen;
  }

  /** Applies a plan to the rows. */
  private record Parts(TrainingSet set, EvaluationPlan plan, TrainingRows rows) {
    TrainTestSplit split(IntPredicate toLearn, IntPredicate toJudge) {
      int[] learn = places(toLearn);
      TrainingRows everyone = rows.where(toJudge);
      String part =
          plan.method() == EvaluationMethod.HOLD_OUT
              ? "among four fifths of the customers at "
              : "in the snapshots of ";
      Requirements.requireLearnable(rows.at(learn), part + days(plan.learned()));
      Requirements.requireJudgeable(
          everyone,
          (plan.method() == EvaluationMethod.HOLD_OUT
                  ? "among one fifth of the customers at "
                  : "at ")
              + plan.judged().asOf());
      List<String> remarks = new ArrayList<>(plan.remark().stream().toList());
      ActiveWindow window = set.activeWindow();
      TrainingRows active = everyone.where(i -> window.includes(everyone.features(i)));
      boolean onActive = window.days() > 0 && Requirements.isEnoughToJudge(active);
      if (window.days() > 0 && !onActive) {
        remarks.add(
            "Evaluated on all customers: of the %d active in the last %d days, %d churned, which is too few customers or too few of one outcome to evaluate on them alone"
                .formatted(active.size(), window.days(), active.churnedCount()));
      }
      var scope =
          new EvaluationScope(
              plan.method(),
              onActive ? Population.ACTIVE : Population.ALL,
              plan.judged().role() == SnapshotRole.LABELLED
                  ? OptionalInt.empty() // nobody knows the horizon of labels of a file
                  : OptionalInt.of(set.horizonDays()),
              List.of(plan.judged().asOf()));
      return new TrainTestSplit(learn, onActive ? active : everyone, everyone, scope, remarks);
    }

    private int[] places(IntPredicate chosen) {
      return IntStream.range(0, rows.size()).filter(chosen).toArray();
    }
  }

  private static String days(List<LabeledSnapshot> snapshots) {
    return snapshots.isEmpty()
        ? "no day"
        : String.join(", ", snapshots.stream().map(s -> s.asOf().toString()).sorted().toList());
  }
}
