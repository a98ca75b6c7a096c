package dev.churn.features.bench;

import dev.churn.domain.bench.Benchmarks;
import java.io.IOException;

/** The benchmarks of this module by name; its arguments are settings, {@code name=value}. */
final class Bench {
  private Bench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    new Benchmarks(args)
        .add(
            "features",
            FeaturesBenchmark.class,
            "heap",
            "folder",
            "rows",
            "customers",
            "runs",
            "python")
        .add("memory", MemoryBenchmark.class, "largeHeap", "folder", "rows", "customers")
        .run();
  }
}
