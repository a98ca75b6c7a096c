package dev.churn.features.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.ratios;
import static dev.churn.domain.bench.Report.spread;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.features.SingleSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * CSV to features beside DuckDB and pandas, in turns: validation (all rows checked), one snapshot
 * written as CSV, the same given to a consumer, the whole job (all snapshots, labels, table
 * written), and the peers' one snapshot. Prints seconds, ratios and the largest difference of any
 * feature between ours and the peers'.
 *
 * <p>Arguments: folder, rows, customers, runs, Python.
 */
public final class FeaturesBenchmark {
  private static final int PANDAS_RUNS = 3;
  private static final LocalDate UPLOAD_DAY =
      EventLogGenerator.FIRST_DAY.plusDays(EventLogGenerator.DAYS);

  private final int threads = Runtime.getRuntime().availableProcessors();
  private final RfmFeatures features = new RfmFeatures(threads);
  private final Path csv;
  private final Content content;
  private final Path table;
  private final Path single;
  private final Path duckDb;
  private final Path pandas;
  private final PandasFeatures pandasProgram;
  private final double[] validationSeconds;
  private final double[] singleSeconds;
  private final double[] scoreSeconds;
  private final double[] jobSeconds;
  private final double[] duckDbSeconds;
  private final double[] pandasSeconds;

  private FeaturesBenchmark(Path folder, Path csv, int runs, String python) throws IOException {
    this.csv = csv;
    this.content = Content.of(csv);
    this.table = folder.resolve("table.csv");
    this.single = folder.resolve("single.csv");
    this.duckDb = folder.resolve("duckdb.csv");
    this.pandas = folder.resolve("pandas.csv");
    this.pandasProgram = new PandasFeatures(python, folder);
    this.validationSeconds = new double[runs];
    this.singleSeconds = new double[runs];
    this.scoreSeconds = new double[runs];
    this.jobSeconds = new double[runs];
    this.duckDbSeconds = new double[runs];
    boolean hasPandas = pandasProgram.isThere();
    if (!hasPandas) {
      print(
          "%s has no pandas, so that the features are not compared with its; see bench.python",
          python);
    }
    this.pandasSeconds = new double[hasPandas ? Math.min(runs, PANDAS_RUNS) : 0];
  }

  public static void main(String[] args) throws IOException, SQLException {
    Path folder = Path.of(args[0]);
    int rows = Integer.parseInt(args[1]);
    int customers = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    Path csv = EventLogGenerator.file(folder, rows, customers);
    print("%,d rows, %,d customers, %,d bytes", rows, customers, Files.size(csv));
    var benchmark = new FeaturesBenchmark(folder, csv, runs, args[4]);
    for (int run = -1; run < runs; run++) { // the first one warms up
      benchmark.run(run);
    }
    benchmark.report();
  }

  private void run(int run) throws IOException, SQLException {
    for (Path written : new Path[] {table, single, duckDb}) {
      Files.deleteIfExists(written); // to write over a file takes longer than to write a new one
    }
    long start = System.nanoTime();
    CsvProfile profile =
        features.profile(content, UploadOptions.defaults(), UPLOAD_DAY, Progress.none()).profile();
    long profiled = System.nanoTime();
    var request =
        new FeatureRequest(
            UploadOptions.defaults(),
            profile,
            UPLOAD_DAY,
            profile.lastDay(),
            OrganizationSettings.defaults());
    FeatureManifest manifest;
    try (OutputStream out = Files.newOutputStream(table)) {
      manifest = features.build(request, content, out, Progress.none());
    }
    long built = System.nanoTime();
    double reference = manifest.definition().monetaryReference();
    try (OutputStream out = Files.newOutputStream(single)) {
      SingleSnapshot.write(threads, request, reference, content, out);
    }
    long written = System.nanoTime();
    features.score(
        new ScoreRequest(
            UploadOptions.defaults(),
            UPLOAD_DAY,
            profile.firstDay(),
            profile.eventTypes(),
            profile.lastDay(),
            manifest.definition()),
        content,
        (customer, asOf, vector, churned) -> {},
        Progress.none());
    long scored = System.nanoTime();
    DuckDbFeatures.write(csv, profile.lastDay(), reference, threads, duckDb);
    long compared = System.nanoTime();
    if (run < 0) {
      print("snapshots: %s", manifest.snapshots());
      print("largest relative difference to DuckDB: %.3g", largestDifference(single, duckDb));
      return;
    }
    validationSeconds[run] = (profiled - start) / 1e9;
    jobSeconds[run] = (built - profiled) / 1e9;
    singleSeconds[run] = (written - built) / 1e9;
    scoreSeconds[run] = (scored - written) / 1e9;
    duckDbSeconds[run] = (compared - scored) / 1e9;
    print(
        "run %d: validation %.2f s, one snapshot %.2f s, given to a consumer %.2f s,"
            + " whole job %.2f s, DuckDB %.2f s",
        run + 1,
        validationSeconds[run],
        singleSeconds[run],
        scoreSeconds[run],
        jobSeconds[run],
        duckDbSeconds[run]);
    if (run < pandasSeconds.length) {
      runPandas(run, profile.lastDay(), reference);
    }
  }

  private void runPandas(int run, LocalDate asOf, double reference) throws IOException {
    Files.deleteIfExists(pandas);
    long start = System.nanoTime();
    pandasProgram.write(csv, asOf, reference, pandas);
    pandasSeconds[run] = (System.nanoTime() - start) / 1e9;
    print("run %d: pandas %.2f s", run + 1, pandasSeconds[run]);
    if (run == 0) {
      print("largest relative difference to pandas: %.3g", largestDifference(single, pandas));
    }
  }

  private void report() throws IOException {
    double[] rates = new double[singleSeconds.length];
    double megabytes = Files.size(csv) / 1e6;
    Arrays.setAll(rates, run -> megabytes / singleSeconds[run]);
    double[] singleBesidePandas = Arrays.copyOf(singleSeconds, pandasSeconds.length);
    print("one snapshot / DuckDB's: %s", ratios(singleSeconds, duckDbSeconds));
    if (pandasSeconds.length > 0) {
      print("pandas' / one snapshot: %s", ratios(pandasSeconds, singleBesidePandas));
    }
    print("whole job / one snapshot: %s", ratios(jobSeconds, singleSeconds));
    print("whole job / DuckDB's one snapshot: %s", ratios(jobSeconds, duckDbSeconds));
    print("one snapshot given to a consumer / written: %s", ratios(scoreSeconds, singleSeconds));
    print("validation / one snapshot: %s", ratios(validationSeconds, singleSeconds));
    print("MB a second of the file, one snapshot: %s", spread(rates));
    print("heap allowed: %d MiB", Runtime.getRuntime().maxMemory() >> 20);
  }

  /** {@return the largest difference over all customers and features, relative above 1} */
  private static double largestDifference(Path ours, Path theirs) throws IOException {
    double largest = 0;
    try (BufferedReader a = Files.newBufferedReader(ours);
        BufferedReader b = Files.newBufferedReader(theirs)) {
      a.readLine();
      b.readLine();
      for (String line = a.readLine(); line != null; line = a.readLine()) {
        String[] mine = line.split(",", -1);
        String[] other = b.readLine().split(",", -1);
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
