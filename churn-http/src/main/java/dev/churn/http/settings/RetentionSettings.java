package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.limit.RetentionPeriods;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the server keeps what grows with its use.
 *
 * @param periods empty where nothing is deleted by age
 */
public record RetentionSettings(RetentionPeriods periods) {
  private static final long MOST = 36_500;

  public RetentionSettings {
    requireNonNull(periods, "periods");
  }

  static RetentionSettings read(Variables variables) {
    return new RetentionSettings(
        new RetentionPeriods(
            days(variables, "KEEP_PREDICTIONS_DAYS"),
            days(variables, "KEEP_BATCHES_DAYS"),
            days(variables, "KEEP_OUTCOMES_DAYS"),
            days(variables, "KEEP_AUDIT_DAYS")));
  }

  private static Optional<Duration> days(Variables variables, String name) {
    return variables.number(name, 1, MOST).map(days -> Duration.ofDays(days));
  }
}
