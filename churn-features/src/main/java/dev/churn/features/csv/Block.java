package dev.churn.features.csv;

import java.util.Arrays;

/**
 * A buffer with whole records of a file; one thread reuses it for block after block. Its parts are
 * runs of lines without quotes, or single records with quotes.
 */
public final class Block {
  byte[] bytes = new byte[0];
  int length;

  /** Line number, in the file, of the first byte. */
  public long firstLine;

  private int[] ends = new int[16];
  private long[] lines = new long[16];
  private Reading[] readings = new Reading[16];
  private int parts;

  void clear() {
    length = 0;
    parts = 0;
  }

  /**
   * Adds a part behind the one before.
   *
   * @param end its end, line end included
   * @param line on which it begins, in the file
   */
  void add(int end, long line, Reading reading) {
    if (parts == ends.length) {
      ends = Arrays.copyOf(ends, 2 * parts);
      lines = Arrays.copyOf(lines, 2 * parts);
      readings = Arrays.copyOf(readings, 2 * parts);
    }
    ends[parts] = end;
    lines[parts] = line;
    readings[parts] = reading;
    parts++;
  }

  int parts() {
    return parts;
  }

  int start(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }

  int end(int part) {
    return ends[part];
  }

  long line(int part) {
    return lines[part];
  }

  Reading reading(int part) {
    return readings[part];
  }
}
