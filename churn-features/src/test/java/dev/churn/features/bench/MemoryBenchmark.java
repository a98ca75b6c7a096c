package dev.churn.features.bench;

import static dev.churn.domain.bench.Report.print;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What the whole job keeps in the heap: for a file, for one of ten times its rows and the same
 * customers, and for one of as many rows and ten times the customers. The table is written to
 * nowhere. Prints the largest heap that was in use right after a full collection, which the program
 * asks for at every twentieth of the work. The two large files are deleted in the end.
 *
 * <p>Arguments: folder, rows, customers.
 */
public final class MemoryBenchmark {
  private static final int MORE = 10;
  private static final double STEP = 0.05;

  private MemoryBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int rows = Integer.parseInt(args[1]);
    int customers = Integer.parseInt(args[2]);
    print("heap allowed: %d MiB", Runtime.getRuntime().maxMemory() >> 20);
    measure(EventLogGenerator.file(folder, rows, customers));
    for (int many : new int[] {customers, MORE * customers}) {
      Path large = EventLogGenerator.file(folder, MORE * rows, many);
      measure(large);
      Files.delete(large);
    }
  }

  private static void measure(Path csv) throws IOException {
    var features = new RfmFeatures();
    Content content = Content.of(csv);
    LocalDate uploadDay = EventLogGenerator.FIRST_DAY.plusDays(EventLogGenerator.DAYS);
    CsvProfile profile =
        features.profile(content, UploadOptions.defaults(), uploadDay, Progress.none()).profile();
    var heap = new LiveHeap();
    long start = System.nanoTime();
    FeatureManifest manifest =
        features.build(
            new FeatureRequest(
                UploadOptions.defaults(),
                profile,
                uploadDay,
                profile.lastDay(),
                OrganizationSettings.defaults()),
            content,
            OutputStream.nullOutputStream(),
            heap);
    print(
        "%,d rows, %,d customers, %,d bytes: %d MiB of live heap, whole job %.1f s",
        profile.rowCount(),
        manifest.customers(),
        Files.size(csv),
        heap.largest >> 20,
        (System.nanoTime() - start - heap.nanosCollecting) / 1e9);
  }

  /** Collects garbage and looks what is left, now and then. */
  private static final class LiveHeap implements Progress {
    private double next;
    private long largest;
    private long nanosCollecting;

    @Override
    public synchronized void report(double fraction, String message) {
      if (fraction >= next) {
        next += STEP;
        long start = System.nanoTime();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        largest = Math.max(largest, runtime.totalMemory() - runtime.freeMemory());
        nanosCollecting += System.nanoTime() - start;
      }
    }
  }
}
