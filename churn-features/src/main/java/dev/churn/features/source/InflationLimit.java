package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.limit.ReadingLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Refuses a stream that grows far beyond the bytes it is made from, while it is read. Nothing is
 * kept in memory, so that such a file costs only time.
 */
final class InflationLimit extends FilterInputStream {
  /** Bytes that a stream may have whatever it is made from. */
  static final long FREE = 64 << 20;

  private final ReadingLimits limits;
  private final LongSupplier packed;
  private long count;

  /**
   * @param packed the number of uploaded bytes that the bytes read so far are made from
   */
  InflationLimit(InputStream in, ReadingLimits limits, LongSupplier packed) {
    super(in);
    this.limits = limits;
    this.packed = packed;
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
    if (count > limits.expandedBytes()) {
      throw new ChurnException(
          ErrorCode.TOO_LARGE,
          "The file: expected %d bytes of text at most once it is unpacked (MAX_EXPANDED_BYTES), found more; split it"
              .formatted(limits.expandedBytes()));
    }
    if (count > FREE && count / limits.expansion() > packed.getAsLong()) {
      throw new ChurnException(
          ErrorCode.TOO_LARGE,
          "The file: expected a usual compression, found text of more than %d times the uploaded bytes (MAX_EXPANSION_RATIO); upload it uncompressed"
              .formatted(limits.expansion()));
    }
  }
}
