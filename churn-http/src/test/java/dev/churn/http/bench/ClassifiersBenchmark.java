package dev.churn.http.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Trains our three types and classifiers of Weka over HTTP on real logs, and prints how they did on
 * customers that they had not learned from, their verdicts, and the seconds of each training.
 */
final class ClassifiersBenchmark {
  /** A row of the table. */
  private record Wanted(String name, String query) {
    static Wanted own(String type) {
      return new Wanted("`" + type + "`", "model_type=" + type);
    }

    static Wanted weka(String classifier, String options) {
      return new Wanted(
          "Weka's " + classifier,
          "model_type=weka&classifier="
              + classifier
              + (options.isEmpty() ? "" : "&options=" + URLEncoder.encode(options, UTF_8)));
    }
  }

  private static final List<Wanted> ALL =
      List.of(
          Wanted.own("logistic_regression"),
          Wanted.own("random_forest"),
          Wanted.own("gradient_boosting"),
          Wanted.weka("NaiveBayes", ""),
          Wanted.weka("BayesNet", ""),
          Wanted.weka("J48", ""),
          Wanted.weka("Logistic", ""),
          Wanted.weka("RandomForest", ""),
          Wanted.weka("AdaBoostM1", ""),
          Wanted.weka("SMO", ""),
          Wanted.weka("LogitBoost", ""),
          Wanted.weka("MultilayerPerceptron", ""),
          Wanted.weka(
              "Vote",
              "-B weka.classifiers.bayes.NaiveBayes -B weka.classifiers.trees.J48"
                  + " -B weka.classifiers.functions.Logistic -R AVG"));

  private ClassifiersBenchmark() {}

  /** Arguments: folder, jar, and the logs: of each a path and a horizon in days, with spaces. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    Path jar = Path.of(args[1]);
    String[] logs = args[2].isBlank() ? new String[0] : args[2].strip().split(" +");
    if (logs.length == 0) {
      System.out.println("classifiers: no logs given (-Dbench.logs=\"log.csv.gz 90 …\"), left out");
    }
    for (int i = 0; i + 1 < logs.length; i += 2) {
      play(
          Files.createTempDirectory(Files.createDirectories(folder), "classifiers"),
          jar,
          Path.of(logs[i]),
          Integer.parseInt(logs[i + 1]));
    }
  }

  private static void play(Path folder, Path jar, Path log, int horizonDays)
      throws IOException, InterruptedException {
    if (!Files.exists(log)) {
      System.out.printf("classifiers: %s is not there, left out%n", log);
      return;
    }
    try (var served = new ServedJar(jar, folder, "-Xmx2g")) {
      served.setHorizon(horizonDays);
      String dataset = served.upload("/upload-dataset", log).path("dataset_id").asString();
      served.await(served.post("/datasets/" + dataset + "/process-features"), (message, s) -> {});
      System.out.printf(
          "%n%s, horizon %d days, evaluated on active customers%n%n"
              + "| model | ROC AUC | log-loss | calibration error | verdict | seconds |%n"
              + "|---|---:|---:|---:|---|---:|%n",
          log.getFileName(), horizonDays);
      List<String> failed = new ArrayList<>();
      for (Wanted wanted : ALL) {
        try {
          train(served, wanted);
        } catch (IllegalStateException e) {
          failed.add(wanted.name() + ": " + e.getMessage());
        }
      }
      failed.forEach(System.out::println);
    }
  }

  private static void train(ServedJar served, Wanted wanted)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    served.await(served.post("/train?" + wanted.query()), (message, s) -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    JsonNode status = served.get("/training-status");
    System.out.printf(
        Locale.ROOT,
        "| %s | %.4f | %.4f | %.4f | %s | %.1f |%n",
        wanted.name(),
        status.path("roc_auc").asDouble(),
        status.path("log_loss").asDouble(),
        status.path("expected_calibration_error").asDouble(),
        status.path("verdict").path("text").asString(),
        seconds);
  }
}
