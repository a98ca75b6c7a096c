package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;

/** That a model predicted for customers as of a day. */
public record PredictedDay(ModelId model, LocalDate asOf) {
  public PredictedDay {
    requireNonNull(model, "model");
    requireNonNull(asOf, "asOf");
  }
}
