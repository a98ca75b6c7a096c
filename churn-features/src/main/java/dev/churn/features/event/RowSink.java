package dev.churn.features.event;

/** Receives the valid rows that one thread reads. */
public interface RowSink {
  /** How many event types are told apart; further ones count as the same. */
  int MAX_TYPES = 0xFFF;

  /** The label passed to {@link #row} for a row without a label. */
  int NO_LABEL = -1;

  /**
   * Receives a row.
   *
   * @param text buffer that holds the customer id in UTF-8, from {@code from} to {@code to}; the id
   *     is not empty, and the buffer is reused after the call
   * @param day UTC day, counted from 1970-01-01
   * @param amount NaN if the row has none
   * @param type null if the row has none
   * @param label 1 for churned, 0 for not, or {@link #NO_LABEL}
   */
  void row(byte[] text, int from, int to, int day, double amount, String type, int label);

  /** Called after the last row. */
  default void end() {}
}
