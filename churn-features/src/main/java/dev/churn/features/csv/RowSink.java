package dev.churn.features.csv;

/** Takes the valid rows that one thread reads. */
public interface RowSink {
  /** What {@link #row} is given for a label that is not there. */
  int NO_LABEL = -1;

  /**
   * Takes a row.
   *
   * @param text in which the customer's id lies, in UTF-8, from {@code from} to {@code to}; neither
   *     empty nor kept for long
   * @param day in UTC, since 1970-01-01
   * @param amount NaN if there is none
   * @param type null if there is none
   * @param label 1 for churned, 0 for not, or {@link #NO_LABEL}
   */
  void row(byte[] text, int from, int to, int day, double amount, String type, int label);

  /** Told after the last row. */
  default void end() {}
}
