package dev.churn.training.data;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.EvaluationPlan;

/** The minimum requirements on rows for training and evaluation. */
final class Requirements {
  static final int MIN_LEARNING_ROWS = EvaluationPlan.MIN_CUSTOMERS;
  static final int MIN_LEARNING_ROWS_PER_CLASS = EvaluationPlan.MIN_PER_CLASS;

  private Requirements() {}

  /**
   * Refuses rows that are too few to learn from.
   *
   * @param from description of the rows, for the message
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE}
   */
  static void requireLearnable(TrainingRows rows, String from) {
    if (!isLearnable(rows)) {
      throw notLearnable(rows, from);
    }
  }

  static boolean isLearnable(TrainingRows rows) {
    int churned = rows.churnedCount();
    return rows.size() >= MIN_LEARNING_ROWS
        && Math.min(churned, rows.size() - churned) >= MIN_LEARNING_ROWS_PER_CLASS;
  }

  /** {@return the refusal of {@link #requireLearnable}} */
  static ChurnException notLearnable(TrainingRows rows, String from) {
    int churned = rows.churnedCount();
    return refusal(
        "Expected at least %d labeled customers to learn from, %d of them churned and %d not,"
            .formatted(MIN_LEARNING_ROWS, MIN_LEARNING_ROWS_PER_CLASS, MIN_LEARNING_ROWS_PER_CLASS),
        from,
        churned,
        rows.size() - churned);
  }

  /** {@return whether the rows suffice to judge a model on them rather than on more customers} */
  static boolean isEnoughToJudge(TrainingRows rows) {
    return isLearnable(rows);
  }

  /** Refuses rows that do not have both classes, without which a model cannot be evaluated. */
  static void requireJudgeable(TrainingRows rows, String from) {
    int churned = rows.churnedCount();
    int stayed = rows.size() - churned;
    if (churned == 0 || stayed == 0) {
      throw refusal(
          "Expected customers who churned and customers who did not to evaluate the model on,",
          from,
          churned,
          stayed);
    }
  }

  private static ChurnException refusal(String expected, String from, int churned, int stayed) {
    return new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "%s found %d churned and %d not %s".formatted(expected, churned, stayed, from));
  }
}
