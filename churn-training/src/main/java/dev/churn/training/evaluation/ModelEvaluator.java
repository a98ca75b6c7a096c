package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.CoreMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Metrics;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Evaluates a model on customers that it has not learned from.
 *
 * @param split the rows to evaluate on
 * @param snapshots all labeled snapshots, including those learned from
 * @param constant the baseline that knows nothing of a customer
 * @param rivals the baselines that compete with the model on the rows to evaluate on
 * @param rivalsOnEveryone those that compete with it on everybody
 * @param seed seed of the confidence intervals
 */
public record ModelEvaluator(
    TrainTestSplit split,
    List<LabeledSnapshot> snapshots,
    BaselineScore constant,
    Rivals rivals,
    Rivals rivalsOnEveryone,
    long seed) {
  public ModelEvaluator {
    snapshots =
        snapshots.stream()
            .filter(snapshot -> snapshot.rows().size() > 0)
            .sorted(Comparator.comparing(LabeledSnapshot::asOf).reversed())
            .toList();
  }

  /** {@return the evaluation of the model} */
  public Evaluation evaluate(CalibratedPredictor model) {
    TrainingRows test = split.test();
    double[] probabilities = model.probabilities(test);
    boolean[] churned = test.labels();
    Metrics metrics = ClassificationMetrics.judge(probabilities, churned);
    ConfusionMatrix confusion = ConfusionMatrix.of(probabilities, churned);
    return new Evaluation(
        split.scope(),
        churned.length,
        (double) confusion.churned() / churned.length,
        metrics,
        confusion,
        baselines(rivals, test),
        Gain.of(
            probabilities, BaselineScore.recency().scores(test), churned, test.customers(), seed),
        Optional.of(best(rivals, probabilities, test)),
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
    double[] probabilities = model.probabilities(everyone);
    return CoreMetrics.of(
        probabilities,
        everyone.labels(),
        baselines(rivalsOnEveryone, everyone),
        best(rivalsOnEveryone, probabilities, everyone));
  }

  private List<Baseline> baselines(Rivals competing, TrainingRows rows) {
    return Stream.concat(Stream.of(BaselineScore.recency(), constant), competing.rules().stream())
        .map(score -> score.judge(rows))
        .toList();
  }

  private BestBaseline best(Rivals competing, double[] probabilities, TrainingRows rows) {
    BaselineScore rule = competing.best();
    return new BestBaseline(
        rule.name(),
        Gain.of(probabilities, rule.scores(rows), rows.labels(), rows.customers(), seed));
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
