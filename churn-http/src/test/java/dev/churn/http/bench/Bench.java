package dev.churn.http.bench;

import dev.churn.domain.bench.Benchmarks;
import dev.churn.http.bench.year.PlayedYear;
import java.io.IOException;

/** The benchmarks of this module by name; its arguments are settings, {@code name=value}. */
final class Bench {
  private Bench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    new Benchmarks(args)
        .add("predict", PredictBenchmark.class, "heap", "folder", "runs", "seconds", "models")
        .add("access", AccessBenchmark.class, "heap", "folder", "runs", "seconds")
        .add("first-call", FirstCallBenchmark.class, "heap", "folder", "runs", "jar")
        .add(
            "upload",
            UploadBenchmark.class,
            "heap",
            "folder",
            "runs",
            "uploadMiB",
            "uploadAtOnce",
            "uploadAtOnceMiB")
        .add("classifiers", ClassifiersBenchmark.class, "heap", "folder", "jar", "logs")
        .add("intervals", IntervalsBenchmark.class, "largeHeap", "logs")
        .add("season", SeasonAccuracy.class, "largeHeap", "logs")
        .add("sums", SumsBenchmark.class, "largeHeap", "logs")
        .add("year", PlayedYear.class, "largeHeap", "folder", "yearCustomers")
        .add("queue", QueueBenchmark.class, "heap", "folder", "runs", "jar")
        .add("start", StartBenchmark.class, "heap", "folder", "runs", "jar")
        .add(
            "batch",
            BatchBenchmark.class,
            "largeHeap",
            "folder",
            "batchCustomers",
            "runs",
            "jar",
            "batchHeap",
            "batchModel")
        .run();
  }
}
