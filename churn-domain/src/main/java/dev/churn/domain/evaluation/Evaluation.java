package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How well a model did on customers it had not learned from.
 *
 * @param testSamples how many customers it was judged on
 * @param churnRate share of them that churned
 * @param baselines what else was judged on them; {@link Baseline#RECENCY} always
 * @param gainOverRecency what the model adds to recency alone
 * @param snapshots the labeled ones, the latest first
 * @param warnings what to know before the numbers are believed, as sentences
 */
public record Evaluation(
    EvaluationMethod method,
    long testSamples,
    double churnRate,
    Metrics metrics,
    ConfusionMatrix confusion,
    List<Baseline> baselines,
    Gain gainOverRecency,
    Curves curves,
    List<SnapshotResult> snapshots,
    List<String> warnings) {
  public Evaluation {
    requireNonNull(method, "method");
    requireNonNull(metrics, "metrics");
    requireNonNull(confusion, "confusion");
    requireNonNull(gainOverRecency, "gainOverRecency");
    requireNonNull(curves, "curves");
    baselines = List.copyOf(baselines);
    snapshots = List.copyOf(snapshots);
    warnings = List.copyOf(warnings);
  }

  /** {@return what follows from it} */
  public Verdict verdict() {
    return Verdict.of(gainOverRecency, metrics.rocAucInterval(), testSamples);
  }

  /** {@return the ROC AUC of recency alone: what every model has to beat} */
  public double recencyRocAuc() {
    return baselines.stream()
        .filter(baseline -> baseline.name().equals(Baseline.RECENCY))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("expected a baseline " + Baseline.RECENCY))
        .rocAuc();
  }
}
