package dev.churn.training.evaluation;

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
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.CalibratedPredictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /**
   * {@return the evaluation of the model}
   *
   * @param earlier what models of its type scored at earlier cuts, the latest first
   */
  public Evaluation evaluate(CalibratedPredictor model, List<CutScores> earlier) {
    TrainingRows test = split.test();
    double[] probabilities = model.probabilities(test);
    boolean[] churned = test.labels();
    List<CutScores> cuts = new ArrayList<>();
    cuts.add(new CutScores(split.scope().asOf().get(0), test, probabilities, rivals, constant));
    cuts.addAll(earlier);
    DayToDay ofArea = CutScores.changeOfArea(cuts);
    DayToDay ofGain = CutScores.changeOfGain(cuts, rivals.best().name());
    Metrics metrics =
        ClassificationMetrics.judge(probabilities, churned)
            .withRocAucInterval(
                RocArea.of(Ranking.of(probabilities, churned)).intervalAhead(ofArea));
    ConfusionMatrix confusion = ConfusionMatrix.of(probabilities, churned);
    return new Evaluation(
        split.scope(),
        churned.length,
        (double) confusion.churned() / churned.length,
        metrics,
        confusion,
        rivals.judged(constant, test),
        Gain.of(
            probabilities, BaselineScore.recency().scores(test), churned, test.customers(), seed),
        Optional.of(best(rivals, probabilities, test, ofGain)),
        Curves.of(probabilities, churned),
        snapshotResults(metrics),
        warnings(metrics),
        Optional.of(everyone(model, ofArea, ofGain)),
        cuts.stream().map(CutScores::result).toList());
  }

  private List<String> warnings(Metrics metrics) {
    List<String> warnings = new ArrayList<>(split.remarks());
    warnings.addAll(EvaluationWarnings.of(metrics, split.test()));
    return warnings;
  }

  /** {@return the metrics on all; the changes from day to day are those of the test population} */
  private CoreMetrics everyone(CalibratedPredictor model, DayToDay ofArea, DayToDay ofGain) {
    TrainingRows everyone = split.everyone();
    double[] probabilities = model.probabilities(everyone);
    return CoreMetrics.of(
        probabilities,
        everyone.labels(),
        rivalsOnEveryone.judged(constant, everyone),
        best(rivalsOnEveryone, probabilities, everyone, ofGain),
        ofArea);
  }

  private static BestBaseline best(
      Rivals competing, double[] probabilities, TrainingRows rows, DayToDay change) {
    BaselineScore rule = competing.best();
    return new BestBaseline(
        rule.name(),
        Gain.ahead(probabilities, rule.scores(rows), rows.labels(), rows.customers(), change));
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
