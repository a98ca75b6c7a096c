package dev.churn.domain.limit;

import static java.util.Objects.requireNonNull;

/**
 * How much may be read from one uploaded file.
 *
 * @param rows the most rows, rejected ones included
 * @param expansion the most bytes of text that one uploaded byte may stand for; text up to 64 MiB
 *     is read whatever its expansion is
 * @param expandedBytes the most bytes of text, after everything is unpacked
 * @param disk the watch over the disk of temporary files
 */
public record ReadingLimits(long rows, long expansion, long expandedBytes, DiskSpace disk) {
  /** The limits of a program that sets none: 200 million rows, 200 times, 100 GiB. */
  public static final ReadingLimits DEFAULTS =
      new ReadingLimits(200_000_000, 200, 100L << 30, DiskSpace.unwatched());

  public ReadingLimits {
    requireNonNull(disk, "disk");
    if (rows < 1 || expansion < 1 || expandedBytes < 1) {
      throw new IllegalArgumentException(
          "expected limits of 1 or more, found %d rows, %d times, %d bytes"
              .formatted(rows, expansion, expandedBytes));
    }
  }
}
