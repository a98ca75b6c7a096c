package dev.churn.features.csv;

import java.util.ArrayList;
import java.util.List;

/** What is odd about rows that were read nevertheless. Immutable. */
public record RowFindings(Count unclosedQuotes, Count oddQuotes, Count shortRows) {
  /** Rows of a kind, with the line on which the first begins; 0 if there is none. */
  public record Count(long rows, long firstLine) {
    public static final Count NONE = new Count(0, 0);

    public Count plus(Count other) {
      if (rows == 0 || other.rows == 0) {
        return rows == 0 ? other : this;
      }
      return new Count(rows + other.rows, Math.min(firstLine, other.firstLine));
    }

    public Count plusRowOn(long line) {
      return plus(new Count(1, line));
    }
  }

  public static RowFindings none() {
    return new RowFindings(Count.NONE, Count.NONE, Count.NONE);
  }

  /** {@return these and the findings of another thread} */
  public RowFindings plus(RowFindings other) {
    return new RowFindings(
        unclosedQuotes.plus(other.unclosedQuotes),
        oddQuotes.plus(other.oddQuotes),
        shortRows.plus(other.shortRows));
  }

  /** {@return these without the rows that end early} */
  public RowFindings withoutShortRows() {
    return new RowFindings(unclosedQuotes, oddQuotes, Count.NONE);
  }

  /** {@return a sentence for each kind of finding, for the user} */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (unclosedQuotes.rows() > 0) {
      sentences.add(
          "A quote opens on line %d and is not closed; it was read as a character (%s)."
              .formatted(unclosedQuotes.firstLine(), counted(unclosedQuotes, "such line")));
    }
    if (oddQuotes.rows() > 0) {
      sentences.add(
          "The quotes on line %d are not those of CSV; they were read so that the row has as many fields as the header (%s)."
              .formatted(oddQuotes.firstLine(), counted(oddQuotes, "such row")));
    }
    if (shortRows.rows() > 0) {
      sentences.add(
          "The row on line %d ends before the last known column, which counts as empty (%s)."
              .formatted(shortRows.firstLine(), counted(shortRows, "such row")));
    }
    return sentences;
  }

  private static String counted(Count count, String what) {
    return count.rows() == 1 ? "one " + what : count.rows() + " " + what + "s";
  }
}
