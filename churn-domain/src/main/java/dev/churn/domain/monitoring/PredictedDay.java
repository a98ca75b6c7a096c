package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;

/** A model and an as-of date for which it has made predictions. */
public record PredictedDay(ModelId model, LocalDate asOf) {
  /**
   * The maximum age in days, before the last day of a file, of predictions that are evaluated with
   * it, so that the work does not grow without bound.
   */
  public static final int MAX_AGE_DAYS = 366;

  public PredictedDay {
    requireNonNull(model, "model");
    requireNonNull(asOf, "asOf");
  }
}
