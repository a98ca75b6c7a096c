package dev.churn.http.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.ratios;
import static dev.churn.domain.bench.Report.spread;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.http.ChurnServer;
import dev.churn.http.settings.Settings;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import tools.jackson.databind.JsonNode;

/**
 * A large file sent to the server (received, every row checked, stored, known to the database)
 * beside the feature pass over the same file, in turns; then many files at once. The server runs in
 * this process on embedded defaults, so that the heap is one for all.
 *
 * <p>Arguments: folder, runs, MiB of the large file, uploads at once, MiB of each.
 */
public final class UploadBenchmark {
  private static final int CUSTOMERS = 500_000;
  private static final int DAYS = 730;
  private static final String[] TYPES = {"purchase", "login", "ticket", "visit"};

  private final Path folder;
  private final BenchApi api;
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  private UploadBenchmark(Path folder, ChurnServer server) {
    this.folder = folder;
    this.api = new BenchApi(server.url(), ChurnServer.DEMO_ORGANIZATION.toString());
  }

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path home = Files.createTempDirectory(folder, "server-");
    try (var log = new FileOutputStream(home.resolve("server.log").toFile())) {
      System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
      try (var server =
          ChurnServer.start(Settings.from(Map.of("PORT", "0", "CHURN_HOME", home.toString())))) {
        var benchmark = new UploadBenchmark(folder, server);
        benchmark.one(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        benchmark.atOnce(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
      }
    }
  }

  private void one(int runs, int mebibytes) throws IOException, InterruptedException {
    Path csv = folder.resolve("events-%d-mib.csv".formatted(mebibytes));
    long rows = write(csv, mebibytes);
    print("%,d rows, %,d customers, %,d bytes", rows, CUSTOMERS, Files.size(csv));
    double[] upload = new double[runs];
    double[] features = new double[runs];
    for (int run = -1; run < runs; run++) { // the first one warms up
      long start = System.nanoTime();
      upload(csv, rows);
      long uploaded = System.nanoTime();
      double built = features(csv);
      if (run >= 0) {
        double megabytes = Files.size(csv) / 1e6;
        upload[run] = megabytes / ((uploaded - start) / 1e9);
        features[run] = megabytes / built;
        print(
            "run %d: upload %.0f MB/s, feature pass %.0f MB/s",
            run + 1, upload[run], features[run]);
      }
    }
    print("upload, MB/s: %s", spread(upload));
    print("feature pass, MB/s: %s", spread(features));
    print("upload / feature pass: %s", ratios(upload, features));
  }

  private void upload(Path csv, long rows) throws IOException, InterruptedException {
    JsonNode answer = RawUpload.send(URI.create(api.url("/upload-dataset")), csv);
    if (answer.path("row_count").asLong() != rows
        || answer.path("rejected_row_count").asLong() != 0) {
      throw new IllegalStateException("expected %d rows, found %s".formatted(rows, answer));
    }
    api.delete("/datasets/" + answer.path("dataset_id").asString());
  }

  /** {@return the seconds that the features took, without the look at the file before} */
  private double features(Path csv) throws IOException {
    var features = new RfmFeatures();
    var options = UploadOptions.defaults();
    Content content = Content.of(csv);
    CsvProfile profile = features.profile(content, options, today, Progress.none()).profile();
    Path table = folder.resolve("features.csv");
    Files.deleteIfExists(table); // to write over a file takes longer than to write a new one
    long start = System.nanoTime();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(table), 1 << 16)) {
      features.build(
          new FeatureRequest(
              options, profile, today, profile.lastDay(), OrganizationSettings.defaults()),
          content,
          out,
          Progress.none());
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void atOnce(int uploads, int mebibytes)
      throws IOException, InterruptedException, ExecutionException {
    Path csv = folder.resolve("events-%d-mib.csv".formatted(mebibytes));
    long rows = write(csv, mebibytes);
    AtomicLong live = watchHeap();
    ExecutorService callers = Executors.newFixedThreadPool(uploads);
    long start = System.nanoTime();
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < uploads; i++) {
      all.add(
          callers.submit(
              () -> {
                upload(csv, rows);
                return null;
              }));
    }
    for (Future<Void> one : all) {
      one.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    callers.shutdown();
    print(
        "%d uploads of %d MiB at once: all answered after %.1f s, %.0f MB/s, heap at most %d MiB after"
            + " a collection, %d MiB allowed",
        uploads,
        mebibytes,
        seconds,
        uploads * (Files.size(csv) / 1e6) / seconds,
        live.get() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  /** {@return the most that was in use after any collection from now on, in bytes} */
  private static AtomicLong watchHeap() {
    var most = new AtomicLong();
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                var info =
                    GarbageCollectionNotificationInfo.from(
                        (CompositeData) notification.getUserData());
                long used =
                    info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> pool.getKey().startsWith("G1 "))
                        .map(Map.Entry::getValue)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
                most.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
    return most;
  }

  /** Writes rows until the file is large enough; {@return how many} */
  private long write(Path file, int mebibytes) throws IOException {
    String[] days = new String[DAYS];
    Arrays.setAll(days, day -> today.minusDays(DAYS - day).toString());
    var random = new SplittableRandom(1);
    long wanted = (long) mebibytes << 20;
    long written = 0;
    long rows = 0;
    var line = new StringBuilder(64);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write("customer_id,event_date,amount,event_type\n".getBytes(StandardCharsets.US_ASCII));
      while (written < wanted) {
        line.setLength(0);
        String digits = Integer.toString(random.nextInt(CUSTOMERS));
        line.append("CUST-").append("0".repeat(7 - digits.length())).append(digits).append(',');
        line.append(days[random.nextInt(DAYS)]).append(',');
        if (random.nextInt(10) < 6) {
          line.append(1 + random.nextInt(500)).append('.').append(random.nextInt(10, 100));
        }
        line.append(',').append(TYPES[random.nextInt(TYPES.length)]).append('\n');
        byte[] bytes = line.toString().getBytes(StandardCharsets.US_ASCII);
        out.write(bytes);
        written += bytes.length;
        rows++;
      }
    }
    return rows;
  }
}
