package dev.churn.features.csv;

/**
 * Decides where a record with quotes ends and by which {@link Reading}. The header's width decides:
 * the first reading that gives it is taken. A record spans lines only while the lines do not look
 * like rows. The decision depends on the bytes of the file and not on how many of them are in the
 * buffer. Used by one thread.
 */
final class QuoteResolver {
  /** Maximum number of bytes of a record that spans lines. */
  static final int MAX_SPAN = 1 << 20;

  /**
   * Maximum number of lines of a record that begins in a text which has been searched for a closing
   * quote before. It bounds the time for a file full of unclosed quotes.
   */
  private static final int FEW_LINES = 16;

  private static final Reading[] WITHIN_A_LINE = {
    Reading.BACKSLASH, Reading.TEXT_BEHIND, Reading.TWICE, Reading.LITERAL
  };
  private static final Reading[] OF_UNCLOSED = {
    Reading.BACKSLASH, Reading.TEXT_BEHIND, Reading.TWICE, Reading.UNCLOSED, Reading.LITERAL
  };

  private enum Walk {
    CLOSED,
    RUNS_ON,
    MORE_NEEDED
  }

  private final RowShape shape;
  private final FieldLexer lexer;
  private byte[] bytes = new byte[0];
  private int from;
  private int to;
  private boolean last;
  private int lineEnd; // of the first line
  private int next; // where the second line begins
  private int walked; // where the walk over the lines ended
  private long walkedLines;
  private int maxLines;
  private long base; // position in the file of the first byte of the buffer
  private long searched; // position in the file up to which closing quotes were searched in vain
  private int end;
  private long lines;
  private Reading reading = Reading.STANDARD;

  QuoteResolver(RowShape shape, byte delimiter) {
    this.shape = shape;
    this.lexer = new FieldLexer(delimiter);
  }

  /** Starts with a buffer whose first byte is at this position of the file. */
  void start(long position) {
    base = position;
  }

  /**
   * Finds the end and the reading of the record that begins at {@code start}.
   *
   * @param length number of bytes in the buffer
   * @param ended whether the file ends there, with a line end
   * @return false if more bytes are needed
   */
  boolean resolve(byte[] buffer, int start, int length, boolean ended) {
    bytes = buffer;
    from = start;
    to = length;
    last = ended;
    lineEnd = ByteSearch.lineEnd(bytes, from, to);
    if (isCut(lineEnd)) {
      return false;
    }
    next = ByteSearch.afterLineEnd(bytes, lineEnd, to);
    maxLines = base + from < searched ? FEW_LINES : Integer.MAX_VALUE;
    return lexer.split(bytes, from, lineEnd, Reading.STANDARD) ? ofLine() : ofLines();
  }

  /** {@return whether the line end may not be in the buffer as a whole} */
  private boolean isCut(int at) {
    return at == to || (bytes[at] == '\r' && at == to - 1 && !last);
  }

  /** Resolves a record that ends on its first line. */
  private boolean ofLine() {
    if (shape.fits(lexer)) {
      return take(next, 1, Reading.STANDARD);
    }
    boolean wide = shape.isWide(lexer);
    if (!wide && lexer.isStandard()) {
      return take(next, 1, Reading.STANDARD);
    }
    for (Reading other : WITHIN_A_LINE) {
      if (fitsLine(other)) {
        return take(next, 1, other);
      }
    }
    if (hasEscapedQuote()) {
      Walk walk = walk(Reading.BACKSLASH);
      if (walk == Walk.MORE_NEEDED) {
        return false;
      }
      if (walk == Walk.CLOSED && shape.fits(lexer)) {
        return take(walked, walkedLines, Reading.BACKSLASH);
      }
      searched = Math.max(searched, base + walked);
    }
    return take(next, 1, wide ? Reading.MISFIT : Reading.STANDARD);
  }

  /** Resolves a record with a quote that is not closed on its first line. */
  private boolean ofLines() {
    if (hasEscapedQuote() && fitsLine(Reading.BACKSLASH)) {
      return take(next, 1, Reading.BACKSLASH);
    }
    Walk walk = walk(Reading.STANDARD);
    boolean standard = false;
    if (walk == Walk.CLOSED) {
      if (shape.fits(lexer)) {
        return take(walked, walkedLines, Reading.STANDARD);
      }
      standard = lexer.isStandard();
      if (standard && !shape.isWide(lexer)) {
        return take(walked, walkedLines, Reading.STANDARD);
      }
      int standardEnd = walked;
      long standardLines = walkedLines;
      if (hasEscapedQuote()) {
        walk = walk(Reading.BACKSLASH);
        if (walk == Walk.CLOSED && shape.fits(lexer)) {
          return take(walked, walkedLines, Reading.BACKSLASH);
        }
      }
      if (standard && walk != Walk.MORE_NEEDED) {
        return take(standardEnd, standardLines, Reading.MISFIT);
      }
    }
    return walk != Walk.MORE_NEEDED && takeFirstLine();
  }

  /** Takes the first line of a record whose quote runs on as a record of its own. */
  private boolean takeFirstLine() {
    searched = Math.max(searched, base + walked);
    for (Reading other : OF_UNCLOSED) {
      if (fitsLine(other)) {
        return take(next, 1, other);
      }
    }
    lexer.split(bytes, from, lineEnd, Reading.UNCLOSED);
    return take(next, 1, shape.isWide(lexer) ? Reading.MISFIT : Reading.UNCLOSED);
  }

  private boolean fitsLine(Reading other) {
    return lexer.split(bytes, from, lineEnd, other) && shape.fits(lexer);
  }

  private boolean hasEscapedQuote() {
    int at = ByteSearch.find(bytes, (byte) '\\', from, lineEnd);
    while (at < lineEnd - 1 && bytes[at + 1] != '"') {
      at = ByteSearch.find(bytes, (byte) '\\', at + 1, lineEnd);
    }
    return at < lineEnd - 1;
  }

  private boolean take(int recordEnd, long recordLines, Reading by) {
    end = recordEnd;
    lines = recordLines;
    reading = by;
    return true;
  }

  /**
   * Follows a quote over the lines behind the first one until it is closed, or until these lines
   * are rows rather than text.
   */
  private Walk walk(Reading by) {
    boolean closed = lexer.split(bytes, from, lineEnd, by);
    boolean keysBefore = shape.hasKeys(lexer);
    int limit = (int) Math.min(to, (long) from + MAX_SPAN);
    int rows = 0;
    int others = 0;
    walked = next;
    walkedLines = 1;
    while (!closed) {
      if (walkedLines >= maxLines || (walked >= to && last)) {
        return Walk.RUNS_ON;
      }
      int stop = ByteSearch.lineEnd(bytes, Math.min(walked, limit), limit);
      if (stop == limit && (limit < to || last)) {
        return Walk.RUNS_ON;
      }
      if (isCut(stop)) {
        return Walk.MORE_NEEDED;
      }
      switch (shape.judge(bytes, walked, stop, keysBefore)) {
        case ROW -> rows++;
        case OTHER -> others++;
        case UNCLEAR -> {}
      }
      if (rows > 2 * others) {
        walked = stop;
        return Walk.RUNS_ON;
      }
      closed = lexer.resume(stop);
      walked = ByteSearch.afterLineEnd(bytes, stop, to);
      walkedLines++;
    }
    return rows > others ? Walk.RUNS_ON : Walk.CLOSED;
  }

  /** {@return where the record ends, its line end included} */
  int end() {
    return end;
  }

  /** {@return the number of lines of the record} */
  long lines() {
    return lines;
  }

  Reading reading() {
    return reading;
  }
}
