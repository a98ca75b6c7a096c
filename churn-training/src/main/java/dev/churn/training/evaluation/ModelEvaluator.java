package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Ranking;
import dev.churn.domain.evaluation.RocArea;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.ScoredModel;
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
 * @param snapshots all labeled ones, those learned from included
 * @param rivals what is judged beside the model, besides recency alone
 * @param seed of the intervals
 */
public record ModelEvaluator(
    TrainingRows test,
    EvaluationMethod method,
    List<LabeledSnapshot> snapshots,
    List<BaselineScore> rivals,
    long seed) {
  public ModelEvaluator {
    snapshots =
        snapshots.stream()
            .filter(snapshot -> snapshot.rows().size() > 0)
            .sorted(Comparator.comparing(LabeledSnapshot::asOf).reversed())
            .toList();
    rivals = List.copyOf(rivals);
  }

  /** {@return how well the model does} */
  public Evaluation evaluate(ScoredModel model) {
    double[] probabilities = model.probabilities(test);
    double[] silence = test.map(BaselineScore.recency().score());
    boolean[] churned = test.labels();
    Metrics metrics = ClassificationMetrics.judge(probabilities, churned);
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
        EvaluationWarnings.of(metrics, test));
  }

  private List<Baseline> baselines(boolean[] churned) {
    List<Baseline> baselines = new ArrayList<>();
    baselines.add(baseline(BaselineScore.recency(), churned));
    for (BaselineScore rival : rivals) {
      baselines.add(baseline(rival, churned));
    }
    return baselines;
  }

  private Baseline baseline(BaselineScore rival, boolean[] churned) {
    double[] scores = test.map(rival.score());
    return new Baseline(
        rival.name(),
        RocArea.of(Ranking.of(scores, churned)).area(),
        rival.probable()
            ? OptionalDouble.of(ClassificationMetrics.logLoss(scores, churned))
            : OptionalDouble.empty());
  }

  private List<SnapshotResult> snapshotResults(Metrics metrics) {
    return snapshots.stream()
        .map(
            snapshot -> {
              LabeledRows rows = snapshot.rows();
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
