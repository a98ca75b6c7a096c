package dev.churn.features.csv;

import dev.churn.features.util.Bytes;

/**
 * Finds the whole records in a buffer and counts lines. It reads eight bytes at a time up to a
 * quote, and has the record with the quote resolved. A line ends with a line feed, a carriage
 * return or both; outside of records with quotes, a carriage return alone is replaced by a line
 * feed.
 */
final class RecordScanner {
  private static final long QUOTES = '"' * ByteSearch.ONES;
  private static final long LINE_FEEDS = '\n' * ByteSearch.ONES;
  private static final long RETURNS = '\r' * ByteSearch.ONES;

  private final QuoteResolver resolver;
  private Block block = new Block();
  private int scanned; // the bytes up to here are whole records and lines without quotes
  private int partEnd; // end of the last part of the block
  private int recordEnd; // end of the last whole record
  private long partLine; // line at partEnd
  private long line; // line at scanned

  RecordScanner(QuoteResolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Starts with a buffer that begins with a record.
   *
   * @param position position of its first byte in the file
   */
  void start(Block of, long position) {
    block = of;
    scanned = 0;
    partEnd = 0;
    recordEnd = 0;
    line = of.firstLine;
    partLine = of.firstLine;
    resolver.start(position);
  }

  /**
   * Scans the bytes of the block that are not yet scanned; the others must not have changed.
   *
   * @param last whether the file ends there, with a line end
   */
  void scan(boolean last) {
    byte[] bytes = block.bytes;
    int to = block.length;
    int quote = plain(bytes, to, last);
    while (quote >= 0) {
      int start = startOfLine(bytes, quote);
      recordEnd = start;
      endPlainPart();
      if (!resolver.resolve(bytes, start, to, last)) {
        scanned = start;
        line = partLine;
        return;
      }
      block.add(resolver.end(), partLine, resolver.reading());
      partEnd = resolver.end();
      recordEnd = partEnd;
      partLine += resolver.lines();
      scanned = partEnd;
      line = partLine;
      quote = plain(bytes, to, last);
    }
    int start = startOfLine(bytes, scanned);
    if (start > recordEnd) {
      recordEnd = start;
    }
  }

  /** Adds the lines without quotes behind the last part; to be called when the block is cut. */
  void endPlainPart() {
    if (recordEnd > partEnd) {
      block.add(recordEnd, partLine, Reading.NO_QUOTES);
      partEnd = recordEnd;
      partLine = line;
    }
  }

  /** Scans up to a quote and returns its position, or −1 if there is none. */
  private int plain(byte[] bytes, int to, boolean last) {
    int at = scanned;
    long lines = line;
    for (; at + Long.BYTES < to; at += Long.BYTES) { // one more byte may be needed
      long word = Bytes.word(bytes, at);
      long feeds = ByteSearch.zeroBytes(word ^ LINE_FEEDS);
      // the last of the eight bytes counts as alone until the byte behind it is looked at
      long alone = ByteSearch.zeroBytes(word ^ RETURNS) & ~(feeds >>> Byte.SIZE);
      long quotes = ByteSearch.zeroBytes(word ^ QUOTES);
      if ((alone | quotes) != 0) {
        if (quotes != 0) {
          break;
        }
        lines += replaceLoneReturns(bytes, at, alone);
      }
      lines += Long.bitCount(feeds);
    }
    for (; at < to; at++) {
      byte b = bytes[at];
      if (b == '"') {
        break;
      }
      if (b == '\r') {
        if (at == to - 1 && !last) {
          break;
        }
        if (at == to - 1 || bytes[at + 1] != '\n') {
          bytes[at] = '\n';
          lines++;
        }
      } else if (b == '\n') {
        lines++;
      }
    }
    line = lines;
    scanned = at;
    return at < to && bytes[at] == '"' ? at : -1;
  }

  /** Makes line feeds of carriage returns that no line feed follows, and counts them. */
  private static int replaceLoneReturns(byte[] bytes, int at, long returns) {
    int count = 0;
    for (long left = returns; left != 0; left &= left - 1) {
      int i = at + (Long.numberOfTrailingZeros(left) >>> 3);
      if (bytes[i + 1] != '\n') {
        bytes[i] = '\n';
        count++;
      }
    }
    return count;
  }

  private int startOfLine(byte[] bytes, int at) {
    int start = at;
    while (start > partEnd && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  /** {@return the end of the last whole record; 0 if there is none} */
  int recordEnd() {
    return recordEnd;
  }

  /** {@return the line that begins at {@link #recordEnd}} */
  long line() {
    return line;
  }
}
