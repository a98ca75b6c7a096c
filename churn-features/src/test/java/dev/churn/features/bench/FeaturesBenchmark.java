package dev.churn.features.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.ratios;

import dev.churn.domain.bench.Report;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureEngineering.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * CSV to features beside DuckDB, in turns: validation (all rows checked), the whole job (all
 * snapshots, labels, table written) and the peer's one snapshot. Prints seconds, ratios and the
 * largest difference of any feature between the two.
 *
 * <p>Arguments: which benchmarks, folder, rows, customers, runs.
 */
public final class FeaturesBenchmark {
  private FeaturesBenchmark() {}

  public static void main(String[] args) throws IOException, SQLException {
    if (!Report.wants(args[0], "features")) {
      return;
    }
    Path folder = Path.of(args[1]);
    int rows = Integer.parseInt(args[2]);
    int customers = Integer.parseInt(args[3]);
    int runs = Integer.parseInt(args[4]);
    int threads = Runtime.getRuntime().availableProcessors();
    Files.createDirectories(folder);
    Path csv = folder.resolve("events-%d-%d.csv".formatted(rows, customers));
    if (Files.notExists(csv)) {
      EventLogGenerator.write(csv, rows, customers, 1);
    }
    print(
        "%,d rows, %,d customers, %,d bytes, %d threads",
        rows, customers, Files.size(csv), threads);

    Path ours = folder.resolve("ours.csv");
    Path theirs = folder.resolve("theirs.csv");
    double[] validation = new double[runs];
    double[] job = new double[runs];
    double[] peer = new double[runs];
    LocalDate uploadDay = EventLogGenerator.FIRST_DAY.plusDays(EventLogGenerator.DAYS);
    Content content = Content.of(csv);
    var features = new RfmFeatures(threads);
    for (int run = -1; run < runs; run++) { // the first one warms up
      long start = System.nanoTime();
      CsvProfile profile =
          features.profile(content, UploadOptions.defaults(), uploadDay, Progress.none());
      long profiled = System.nanoTime();
      FeatureManifest manifest;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(ours), 1 << 16)) {
        var request =
            new FeatureRequest(
                UploadOptions.defaults(),
                profile,
                uploadDay,
                profile.lastDay(),
                OrganizationSettings.defaults());
        manifest = features.build(request, content, out, Progress.none());
      }
      long built = System.nanoTime();
      DuckDbFeatures.write(
          csv, profile.lastDay(), manifest.definition().monetaryReference(), threads, theirs);
      long compared = System.nanoTime();
      if (run < 0) {
        print("snapshots: %s", manifest.snapshots());
        print("largest relative difference to the peer: %.3g", largestDifference(ours, theirs));
      } else {
        validation[run] = (profiled - start) / 1e9;
        job[run] = (built - profiled) / 1e9;
        peer[run] = (compared - built) / 1e9;
        print(
            "run %d: validation %.2f s, whole job %.2f s, DuckDB one snapshot %.2f s",
            run + 1, validation[run], job[run], peer[run]);
      }
    }
    print("whole job / DuckDB one snapshot: %s", ratios(job, peer));
    print("validation / whole job: %s", ratios(validation, job));
    print("heap allowed: %d MiB", Runtime.getRuntime().maxMemory() >> 20);
  }

  /** {@return the largest difference over all customers and features, relative above 1} */
  private static double largestDifference(Path ours, Path theirs) throws IOException {
    double largest = 0;
    try (BufferedReader a = Files.newBufferedReader(ours);
        BufferedReader b = Files.newBufferedReader(theirs)) {
      a.readLine();
      b.readLine();
      for (String expected = b.readLine(); expected != null; expected = b.readLine()) {
        String[] mine = a.readLine().split(",", -1); // the latest snapshot comes first
        String[] other = expected.split(",", -1);
        if (!mine[0].equals(other[0])) {
          throw new IllegalStateException("expected " + other[0] + ", found " + mine[0]);
        }
        for (int i = 0; i < Feature.COUNT; i++) {
          double x = Double.parseDouble(mine[i + 2]);
          double y = Double.parseDouble(other[i + 1]);
          largest = Math.max(largest, Math.abs(x - y) / Math.max(1, Math.abs(y)));
        }
      }
    }
    return largest;
  }
}
