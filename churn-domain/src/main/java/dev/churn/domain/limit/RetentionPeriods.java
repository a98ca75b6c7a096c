package dev.churn.domain.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long is kept what grows with use; empty means for ever.
 *
 * @param predictions of single predictions, by their as-of date
 * @param batches of batches that have ended, by their as-of date, with their files
 * @param outcomes of the outcomes of single customers, by as-of date
 * @param audit of the audit log, by the time of the call
 */
public record RetentionPeriods(
    Optional<Duration> predictions,
    Optional<Duration> batches,
    Optional<Duration> outcomes,
    Optional<Duration> audit) {
  public RetentionPeriods {
    requireNonNull(predictions, "predictions");
    requireNonNull(batches, "batches");
    requireNonNull(outcomes, "outcomes");
    requireNonNull(audit, "audit");
    if (Stream.of(predictions, batches, outcomes, audit)
        .flatMap(Optional::stream)
        .anyMatch(period -> period.toDays() < 1)) {
      throw new IllegalArgumentException("expected periods of 1 day or more");
    }
  }

  /** {@return the periods of a program that keeps everything} */
  public static RetentionPeriods forEver() {
    return new RetentionPeriods(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
