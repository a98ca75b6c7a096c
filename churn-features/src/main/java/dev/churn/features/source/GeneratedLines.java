package dev.churn.features.source;

import java.io.IOException;
import java.io.InputStream;

/** A stream of CSV lines that are made while they are read. */
final class GeneratedLines extends InputStream {
  private static final int AT_ONCE = 1 << 16;

  private final Rows rows;
  private final CsvLines lines;
  private int from;
  private boolean ended;

  GeneratedLines(Rows rows, CsvLines lines) {
    this.lines = lines;
    this.rows = rows;
  }

  /** Gives rows one after the other. */
  interface Rows {
    /**
     * Writes the next row.
     *
     * @return false if there are no more rows
     */
    boolean next(CsvLines lines) throws IOException;

    void close() throws IOException;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (from == lines.length()) {
      lines.clear();
      from = 0;
      while (!ended && lines.length() < AT_ONCE) {
        ended = !rows.next(lines);
      }
      if (lines.length() == 0) {
        return -1;
      }
    }
    int count = Math.min(length, lines.length() - from);
    System.arraycopy(lines.bytes(), from, buffer, offset, count);
    from += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
