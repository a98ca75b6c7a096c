package dev.churn.features.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses a stream that grows far beyond the bytes it is made from. Nothing is kept in memory, so
 * that such a file costs only time.
 */
final class InflationLimit extends FilterInputStream {
  private static final long FREE = 10L << 30;
  private static final int RATIO = 1000;
  private static final long FREE_ON_DISK = 1L << 30;
  private static final int RATIO_ON_DISK = 100;

  private final long limit;
  private long count;

  InflationLimit(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** {@return the greatest number of bytes that may be read: 10 GiB, or 1000 times the size} */
  static long ofText(long size) {
    return Math.max(FREE, saturated(size, RATIO));
  }

  /** {@return the greatest size of a temporary file: 1 GiB, or 100 times the size} */
  static long onDisk(long size) {
    return Math.max(FREE_ON_DISK, saturated(size, RATIO_ON_DISK));
  }

  private static long saturated(long size, int ratio) {
    return size > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : size * ratio;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int read = super.read(buffer, from, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) {
    count += read;
    if (count > limit) {
      throw Refusals.unusable(
          "Expected a file of a usual compression, found one that unpacks to more than %d MiB; upload it uncompressed"
              .formatted(limit >> 20));
    }
  }
}
