package dev.churn.features.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines; the end of a line too long to keep is passed over. */
final class ByteLines {
  private static final int BUFFER = 1 << 16;
  private static final int MAX_LINE = 8 << 20;

  private final InputStream in;
  private byte[] bytes = new byte[BUFFER];
  private int from;
  private int to;
  private int limit;
  private boolean ended;
  private boolean whole;

  ByteLines(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next line.
   *
   * @return false at the end of the stream
   */
  boolean next() throws IOException {
    from = to;
    int scanned = from;
    whole = true;
    while (true) {
      for (int i = scanned; i < limit; i++) {
        if (bytes[i] == '\n') {
          to = i + 1;
          whole &= to - from <= MAX_LINE;
          return true;
        }
      }
      if (ended) {
        to = limit;
        return from < to || !whole;
      }
      if (limit - from > MAX_LINE) {
        whole = false;
        from = limit;
      }
      scanned = limit - from;
      fill();
    }
  }

  /** Moves the current line to the start of the buffer and reads on. */
  private void fill() throws IOException {
    System.arraycopy(bytes, from, bytes, 0, limit - from);
    limit -= from;
    from = 0;
    if (limit == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int read = in.read(bytes, limit, bytes.length - limit);
    ended = read < 0;
    limit += Math.max(0, read);
  }

  /** {@return whether the line was kept, since it has at most 8 MiB} */
  boolean isWhole() {
    return whole;
  }

  boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0 || bytes[i] > ' ') {
        return false;
      }
    }
    return whole;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int length() {
    return to - from;
  }
}
