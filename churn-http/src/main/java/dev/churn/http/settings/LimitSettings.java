package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.limit.Quotas;
import dev.churn.domain.limit.ReadingLimits;
import java.util.Optional;

/**
 * How much callers may ask of the server.
 *
 * @param quotas what the server and each organization may have
 * @param reading how much may be read from one file
 * @param disk the watch over the disks of this machine
 * @param uploads how many uploads are received at the same time
 * @param organizationUploads how many of them may be of one organization
 * @param uploadThreads how many threads read uploads that come together
 * @param rates how often callers may call
 */
public record LimitSettings(
    Quotas quotas,
    ReadingLimits reading,
    DiskSpace disk,
    int uploads,
    int organizationUploads,
    int uploadThreads,
    Rates rates) {
  private static final long DEFAULT_RESERVE = 1L << 30;
  private static final long MAX_RATE = 1_000_000_000;

  /**
   * How often a caller may do something.
   *
   * @param setting the variable that says so
   * @param isDefault whether that variable is not set
   */
  public record Rate(String setting, long perMinute, boolean isDefault) {
    static Rate read(Variables variables, String setting, long otherwise) {
      Optional<Long> given = variables.number(setting, 1, MAX_RATE);
      return new Rate(setting, given.orElse(otherwise), given.isEmpty());
    }
  }

  /** How often callers may call, by group of routes, and how often with a wrong key or token. */
  public record Rates(Rate predictions, Rate uploads, Rate others, Rate failedLogins) {
    static Rates read(Variables variables) {
      return new Rates(
          Rate.read(variables, "PREDICTIONS_PER_MINUTE", 60_000),
          Rate.read(variables, "UPLOADS_PER_MINUTE", 60),
          Rate.read(variables, "REQUESTS_PER_MINUTE", 6_000),
          Rate.read(variables, "FAILED_LOGINS_PER_MINUTE", 60));
    }
  }

  public LimitSettings {
    requireNonNull(quotas, "quotas");
    requireNonNull(reading, "reading");
    requireNonNull(disk, "disk");
    requireNonNull(rates, "rates");
  }

  static LimitSettings read(Variables variables) {
    Optional<Long> reserve = variables.number("MIN_FREE_DISK_BYTES", 0, Long.MAX_VALUE);
    var disk = DiskSpace.ofThisMachine(reserve.orElse(DEFAULT_RESERVE), reserve.isEmpty());
    return new LimitSettings(
        new Quotas(
            variables.number("MAX_ORGANIZATIONS", 1, Long.MAX_VALUE).orElse(10_000L),
            variables.number("MAX_DATASETS", 1, Long.MAX_VALUE).orElse(10_000L),
            variables.number("MAX_BATCHES", 1, Long.MAX_VALUE).orElse(10_000L),
            variables.number("MAX_STORED_BYTES", 1, Long.MAX_VALUE).orElse(100L << 30),
            variables.number("MAX_UNFINISHED_JOBS", 1, Long.MAX_VALUE).orElse(100L)),
        reading(variables, disk),
        disk,
        whole(variables, "MAX_CONCURRENT_UPLOADS", 16),
        whole(variables, "MAX_ORGANIZATION_UPLOADS", 4),
        whole(
            variables,
            "UPLOAD_THREADS",
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2)),
        Rates.read(variables));
  }

  private static ReadingLimits reading(Variables variables, DiskSpace disk) {
    ReadingLimits defaults = ReadingLimits.DEFAULTS;
    return new ReadingLimits(
        variables.number("MAX_UPLOAD_ROWS", 1, Long.MAX_VALUE).orElse(defaults.rows()),
        variables.number("MAX_EXPANSION_RATIO", 1, Long.MAX_VALUE).orElse(defaults.expansion()),
        variables.number("MAX_EXPANDED_BYTES", 1, Long.MAX_VALUE).orElse(defaults.expandedBytes()),
        disk);
  }

  private static int whole(Variables variables, String name, int otherwise) {
    return variables.number(name, 1, 10_000).orElse((long) otherwise).intValue();
  }
}
