package dev.churn.training.bench;

import dev.churn.domain.bench.Benchmarks;
import java.io.IOException;

/** The benchmarks of this module by name; its arguments are settings, {@code name=value}. */
final class Bench {
  private Bench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    new Benchmarks(args)
        .add(
            "learners", LearnersBenchmark.class, "heap", "folder", "learningRows", "runs", "python")
        .add(
            "training",
            TrainingBenchmark.class,
            "heap",
            "folder",
            "learningRows",
            "types",
            "python")
        .add("scoring", ScoringBenchmark.class, "heap")
        .add("table-scoring", TableScoringBenchmark.class, "heap", "folder", "scoredRows", "runs")
        .run();
  }
}
