package dev.churn.domain.port;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** Stores single predictions, both answers and shadow predictions. */
public interface PredictionLog {
  /**
   * Adds predictions, all or none. For each customer, as-of date and model, only the prediction
   * with the latest time is kept, so that repeated requests count as one prediction in the
   * evaluation.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if an organization does not
   *     exist
   */
  void append(List<LoggedPrediction> predictions);

  /**
   * Passes an organization's predictions for a range of as-of dates to {@code consumer}, by as-of
   * date, then by customer id as UTF-8 bytes, then by model. Memory use is bounded.
   *
   * @param from the first as-of date
   * @param to the last as-of date
   */
  void read(
      OrganizationId organization,
      LocalDate from,
      LocalDate to,
      Consumer<LoggedPrediction> consumer);

  /**
   * {@return the predictions for a customer that were returned to callers, the latest first} By
   * as-of date, then by time.
   */
  List<LoggedPrediction> answers(OrganizationId organization, String customerId, int limit);

  /**
   * Deletes predictions for as-of dates before a day that were also made before it (UTC), the
   * earliest first. Several servers may do so at the same time.
   *
   * @param limit how many predictions are deleted at most
   * @return how many were deleted
   */
  int drop(OrganizationId organization, LocalDate before, int limit);
}
