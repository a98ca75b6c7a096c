package dev.churn.domain.port;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** The single predictions that were made, served and in the shadow. */
public interface PredictionLog {
  /**
   * Adds predictions, all or none of them. Of one customer, as-of day and model the one with the
   * latest time is kept: it is one prediction to be judged, however often it was asked for.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if an organization is not there
   */
  void append(List<LoggedPrediction> predictions);

  /**
   * Gives an organization's predictions of a range of as-of days to {@code consumer}, by as-of day,
   * then by customer id as UTF-8 bytes, then by model; any number of them in bounded memory.
   *
   * @param from the first as-of day
   * @param to the last as-of day
   */
  void read(
      OrganizationId organization,
      LocalDate from,
      LocalDate to,
      Consumer<LoggedPrediction> consumer);
}
