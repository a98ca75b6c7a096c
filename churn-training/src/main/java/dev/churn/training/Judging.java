package dev.churn.training;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Judge;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Ranking;
import dev.churn.domain.evaluation.RocArea;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabelledRows;
import dev.churn.domain.model.LearningSet.LabelledSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Judges what was learned on customers that it was not learned from.
 *
 * @param test who they are, with both classes
 * @param snapshots all labelled ones, those learned from included
 * @param rivals what is judged beside the model, besides recency alone
 * @param seed of the intervals
 */
record Judging(
    Rows test,
    EvaluationMethod method,
    List<LabelledSnapshot> snapshots,
    List<Rival> rivals,
    long seed) {
  Judging {
    snapshots =
        snapshots.stream()
            .filter(snapshot -> snapshot.rows().size() > 0)
            .sorted(Comparator.comparing(LabelledSnapshot::asOf).reversed())
            .toList();
    rivals = List.copyOf(rivals);
  }

  /** {@return how well the model does} */
  Evaluation judge(ScoredModel model) {
    double[] probabilities = test.probabilities(model);
    double[] silence = test.map(Rival.recency().score());
    boolean[] churned = test.labels();
    Metrics metrics = Judge.judge(probabilities, churned);
    ConfusionMatrix confusion = ConfusionMatrix.of(probabilities, churned);
    return new Evaluation(
        method,
        churned.length,
        (double) confusion.churned() / churned.length,
        metrics,
        confusion,
        baselines(churned),
        Gain.of(probabilities, silence, churned, test.customers(), seed),
        Curves.of(probabilities, churned),
        snapshotResults(metrics),
        Warnings.of(metrics, test));
  }

  private List<Baseline> baselines(boolean[] churned) {
    List<Baseline> baselines = new ArrayList<>();
    baselines.add(baseline(Rival.recency(), churned));
    for (Rival rival : rivals) {
      baselines.add(baseline(rival, churned));
    }
    return baselines;
  }

  private Baseline baseline(Rival rival, boolean[] churned) {
    double[] scores = test.map(rival.score());
    return new Baseline(
        rival.name(),
        RocArea.of(Ranking.of(scores, churned)).area(),
        rival.probable()
            ? OptionalDouble.of(Judge.logLoss(scores, churned))
            : OptionalDouble.empty());
  }

  private List<SnapshotResult> snapshotResults(Metrics metrics) {
    return snapshots.stream()
        .map(
            snapshot -> {
              LabelledRows rows = snapshot.rows();
              long churned = IntStream.range(0, rows.size()).filter(rows::churned).count();
              // with a hold-out all of the rows that it is judged on are of the one snapshot
              boolean judged =
                  method == EvaluationMethod.HOLD_OUT || snapshot.role() == SnapshotRole.TEST;
              return new SnapshotResult(
                  snapshot.asOf(),
                  snapshot.role(),
                  rows.size(),
                  (double) churned / rows.size(),
                  judged ? Optional.of(SnapshotResult.Score.of(metrics)) : Optional.empty());
            })
        .toList();
  }
}
