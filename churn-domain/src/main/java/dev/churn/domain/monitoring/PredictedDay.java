package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;

/** A model and an as-of date for which it has made predictions. */
public record PredictedDay(ModelId model, LocalDate asOf) {
  public PredictedDay {
    requireNonNull(model, "model");
    requireNonNull(asOf, "asOf");
  }
}
