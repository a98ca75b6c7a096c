package dev.churn.features.csv;

/** Receives the rows into which one thread splits a file. */
public interface RowConsumer {
  /**
   * Receives a row whose values are bytes of the file.
   *
   * @param line on which the row begins
   */
  void row(long line, RowCutter row);

  /**
   * Receives a row with a value whose quotes were resolved.
   *
   * @param line on which the row begins
   * @param values by {@link Column}, trimmed but for the {@link dev.churn.features.util.NumberMark}
   *     of numbers; empty if the row has no value; the array is reused
   */
  void row(long line, String[] values);

  /**
   * Receives a row that does not fit the header and is left out.
   *
   * @param line on which the row begins
   * @param expected what was expected, the same for all such rows
   * @param found what was found
   */
  void misfit(long line, String expected, String found);
}
