package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.CoreMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Ranking;
import dev.churn.domain.evaluation.RocArea;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.CalibratedPredictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Evaluates a model on customers that it has not learned from.
 *
 * @param split the rows to evaluate on
 * @param snapshots all labeled snapshots, including those learned from
 * @param baselineScores the baselines to evaluate beside the model, in addition to recency
 * @param seed seed of the confidence intervals
 */
public record ModelEvaluator(
    TrainTestSplit split,
    List<LabeledSnapshot> snapshots,
    List<BaselineScore> baselineScores,
    long seed) {
  public ModelEvaluator {
    snapshots =
        snapshots.stream()
            .filter(snapshot -> snapshot.rows().size() > 0)
            .sorted(Comparator.comparing(LabeledSnapshot::asOf).reversed())
            .toList();
    baselineScores = List.copyOf(baselineScores);
  }

  /** {@return the evaluation of the model} */
  public Evaluation evaluate(CalibratedPredictor model) {
    TrainingRows test = split.test();
    double[] probabilities = model.probabilities(test);
    double[] silence = test.map(BaselineScore.recency().score());
    boolean[] churned = test.labels();
    Metrics metrics = ClassificationMetrics.judge(probabilities, churned);
    ConfusionMatrix confusion = ConfusionMatrix.of(probabilities, churned);
    return new Evaluation(
        split.scope(),
        churned.length,
        (double) confusion.churned() / churned.length,
        metrics,
        confusion,
        baselines(churned),
        Gain.of(probabilities, silence, churned, test.customers(), seed),
        Curves.of(probabilities, churned),
        snapshotResults(metrics),
        warnings(metrics),
        Optional.of(everyone(model)));
  }

  private List<String> warnings(Metrics metrics) {
    List<String> warnings = new ArrayList<>(split.remarks());
    warnings.addAll(EvaluationWarnings.of(metrics, split.test()));
    return warnings;
  }

  private CoreMetrics everyone(CalibratedPredictor model) {
    TrainingRows everyone = split.everyone();
    return CoreMetrics.of(model.probabilities(everyone), everyone.labels());
  }

  private List<Baseline> baselines(boolean[] churned) {
    List<Baseline> baselines = new ArrayList<>();
    baselines.add(baseline(BaselineScore.recency(), churned));
    for (BaselineScore baselineScore : baselineScores) {
      baselines.add(baseline(baselineScore, churned));
    }
    return baselines;
  }

  private Baseline baseline(BaselineScore baselineScore, boolean[] churned) {
    double[] scores = split.test().map(baselineScore.score());
    return new Baseline(
        baselineScore.name(),
        RocArea.of(Ranking.of(scores, churned)).area(),
        baselineScore.probable()
            ? OptionalDouble.of(ClassificationMetrics.logLoss(scores, churned))
            : OptionalDouble.empty());
  }

  private List<SnapshotResult> snapshotResults(Metrics metrics) {
    return snapshots.stream()
        .map(
            snapshot -> {
              LabeledRows rows = snapshot.rows();
              long churned = IntStream.range(0, rows.size()).filter(rows::churned).count();
              boolean evaluated = split.scope().asOf().contains(snapshot.asOf());
              return new SnapshotResult(
                  snapshot.asOf(),
                  snapshot.role(),
                  rows.size(),
                  (double) churned / rows.size(),
                  evaluated ? Optional.of(SnapshotResult.Score.of(metrics)) : Optional.empty());
            })
        .toList();
  }
}
