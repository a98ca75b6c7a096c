package dev.churn.training.data;

import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.model.EvaluationPlan;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A snapshot before that of the evaluation, with the rows whose outcomes were known by its day. */
public final class Cut {
  private final LocalDate asOf;
  private final int[] learn;
  private final TrainingRows test;

  private Cut(LocalDate asOf, int[] learn, TrainingRows test) {
    this.asOf = asOf;
    this.learn = learn;
    this.test = test;
  }

  public LocalDate asOf() {
    return asOf;
  }

  /** {@return the indexes of the rows to learn from} */
  public int[] learn() {
    return learn;
  }

  /** {@return the rows to test on, of the population of the evaluation} */
  public TrainingRows test() {
    return test;
  }

  /**
   * {@return the snapshots before the day of the evaluation that have enough history behind them,
   * some of it recent, the latest first}
   *
   * @param rows rows of {@link TrainTestSplit#labeled}
   */
  public static List<Cut> before(TrainingSet set, TrainingRows rows, EvaluationScope scope) {
    List<LabeledSnapshot> labeled = TrainTestSplit.labeled(set);
    List<LocalDate> asOfs = labeled.stream().map(LabeledSnapshot::asOf).toList();
    List<Cut> cuts = new ArrayList<>();
    for (int i = labeled.size() - 1; i >= 0; i--) {
      int snapshot = i;
      LocalDate day = labeled.get(i).asOf();
      if (scope.asOf().stream().allMatch(day::isBefore)) {
        List<LabeledSnapshot> known =
            labeled.stream().filter(earlier -> isKnown(earlier, day, set)).toList();
        int[] learn = places(rows, row -> isKnown(labeled.get(rows.snapshot(row)), day, set));
        TrainingRows everyone = rows.at(places(rows, row -> rows.snapshot(row) == snapshot));
        TrainingRows test =
            scope.population() == Population.ALL
                ? everyone
                : everyone.where(row -> set.activeWindow().includes(everyone.features(row)));
        if (SnapshotPlan.isTestable(day, asOfs, set.horizonDays())
            && EvaluationPlan.teaches(known, everyone.size())
            && Requirements.isLearnable(test)) {
          cuts.add(new Cut(day, learn, test));
        }
      }
    }
    return cuts;
  }

  private static boolean isKnown(LabeledSnapshot snapshot, LocalDate day, TrainingSet set) {
    return SnapshotPlan.isKnown(snapshot.asOf(), day, set.horizonDays());
  }

  private static int[] places(TrainingRows rows, IntPredicate chosen) {
    return IntStream.range(0, rows.size()).filter(chosen).toArray();
  }
}
