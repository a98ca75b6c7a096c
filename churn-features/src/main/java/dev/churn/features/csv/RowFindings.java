package dev.churn.features.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * How many rows a file has, and what is odd about those that were read nevertheless. Immutable.
 *
 * @param rows number of all rows, misfits included
 */
record RowFindings(long rows, Count unclosedQuotes, Count oddQuotes, Count shortRows) {
  /**
   * Where more than one in so many rows is short, the program that wrote the file leaves out
   * blanks.
   */
  private static final int RARE = 20;

  /** How many rows are of a kind, and where the first begins; 0 if there is none. */
  record Count(long lines, long firstLine) {
    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
      if (lines == 0 || other.lines == 0) {
        return lines == 0 ? other : this;
      }
      return new Count(lines + other.lines, Math.min(firstLine, other.firstLine));
    }

    Count plusRowOn(long line) {
      return plus(new Count(1, line));
    }
  }

  static RowFindings none() {
    return new RowFindings(0, Count.NONE, Count.NONE, Count.NONE);
  }

  /** {@return these and the findings of another thread} */
  RowFindings plus(RowFindings other) {
    return new RowFindings(
        rows + other.rows,
        unclosedQuotes.plus(other.unclosedQuotes),
        oddQuotes.plus(other.oddQuotes),
        shortRows.plus(other.shortRows));
  }

  /** {@return a sentence for each kind of finding, for the user} */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (unclosedQuotes.lines() > 0) {
      sentences.add(
          "A quote opens on line %d and is not closed; it was read as a character (%s)."
              .formatted(unclosedQuotes.firstLine(), counted(unclosedQuotes, "such line")));
    }
    if (oddQuotes.lines() > 0) {
      sentences.add(
          "The quotes on line %d are not those of CSV; they were read so that the row has as many fields as the header (%s)."
              .formatted(oddQuotes.firstLine(), counted(oddQuotes, "such row")));
    }
    if (shortRows.lines() > 0 && RARE * shortRows.lines() <= rows) {
      sentences.add(
          "The row on line %d ends before the last known column, which counts as empty (%s)."
              .formatted(shortRows.firstLine(), counted(shortRows, "such row")));
    }
    return sentences;
  }

  private static String counted(Count count, String what) {
    return count.lines() == 1 ? "one " + what : count.lines() + " " + what + "s";
  }
}
