package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The performance of a model on customers that it was not trained on: on those that the scope
 * names, the active ones wherever they are enough, and beside it on all.
 *
 * @param scope the customers, dates and horizon that all numbers but {@code everyone} are about
 * @param testSamples the number of customers it was evaluated on
 * @param churnRate fraction of them that churned
 * @param baselines the results of baselines on the same customers; always contains {@link
 *     Baseline#RECENCY}
 * @param gainOverRecency the gain in ROC AUC over recency alone
 * @param snapshots the labeled snapshots, the latest first
 * @param warnings sentences about what limits the validity of the numbers
 * @param best the gain over the baseline to beat; empty for models of earlier versions, whose
 *     verdict is about recency alone
 * @param everyone the metrics on all customers of the same dates, active or lapsed; empty for
 *     models of earlier versions
 */
public record Evaluation(
    EvaluationScope scope,
    long testSamples,
    double churnRate,
    Metrics metrics,
    ConfusionMatrix confusion,
    List<Baseline> baselines,
    Gain gainOverRecency,
    Optional<BestBaseline> best,
    Curves curves,
    List<SnapshotResult> snapshots,
    List<String> warnings,
    Optional<CoreMetrics> everyone) {
  public Evaluation {
    requireNonNull(scope, "scope");
    requireNonNull(metrics, "metrics");
    requireNonNull(confusion, "confusion");
    requireNonNull(gainOverRecency, "gainOverRecency");
    requireNonNull(best, "best");
    requireNonNull(curves, "curves");
    requireNonNull(everyone, "everyone");
    baselines = List.copyOf(baselines);
    snapshots = List.copyOf(snapshots);
    warnings = List.copyOf(warnings);
  }

  /** {@return the verdict that follows from this evaluation} */
  public Verdict verdict() {
    return best.map(rival -> Verdict.of(rival, metrics.rocAucInterval(), testSamples))
        .orElseGet(() -> Verdict.ofEarlier(gainOverRecency, metrics.rocAucInterval(), testSamples));
  }

  /** {@return the ROC AUC of recency alone} */
  public double recencyRocAuc() {
    return baselines.stream()
        .filter(baseline -> baseline.name().equals(Baseline.RECENCY))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("expected a baseline " + Baseline.RECENCY))
        .rocAuc();
  }
}
