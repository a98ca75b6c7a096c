package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The values of a column that cannot be read for one reason.
 *
 * @param column the column, by this system's name, for example {@code amount}
 * @param reason what was expected, and what was found in general
 * @param count the number of values
 * @param examples the first of them, at most {@value #MAX_EXAMPLES}, by line
 */
public record ValueProblem(String column, String reason, long count, List<Example> examples) {
  /** The maximum number of examples. */
  public static final int MAX_EXAMPLES = 3;

  /**
   * A value that cannot be read.
   *
   * @param line the line on which its row begins
   * @param value the value, shortened if it is long
   */
  public record Example(long line, String value) {
    public Example {
      requireNonNull(value, "value");
    }
  }

  public ValueProblem {
    requireNonNull(column, "column");
    requireNonNull(reason, "reason");
    examples = List.copyOf(examples);
  }
}
