package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import dev.churn.domain.prediction.RiskSegment;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which predictions of a list are wanted; empty parts do not restrict.
 *
 * @param segment the risk segment
 * @param atLeast the lowest probability, 0 to 1
 * @param atMost the highest probability, 0 to 1
 * @param asOf the as-of date
 * @param modelVersion the version of the model
 * @param text a part of the customer id, compared exactly; not empty
 * @param include the customers by state
 */
public record PredictionFilter(
    Optional<RiskSegment> segment,
    OptionalDouble atLeast,
    OptionalDouble atMost,
    Optional<LocalDate> asOf,
    OptionalInt modelVersion,
    Optional<String> text,
    Include include) {
  public PredictionFilter {
    requireNonNull(segment, "segment");
    requireNonNull(asOf, "asOf");
    requireNonNull(modelVersion, "modelVersion");
    requireNonNull(include, "include");
    requireProbability(atLeast);
    requireProbability(atMost);
    if (atLeast.isPresent() && atMost.isPresent() && atLeast.getAsDouble() > atMost.getAsDouble()) {
      String problem =
          "expected max_probability, %s, or less, found %s"
              .formatted(atMost.getAsDouble(), atLeast.getAsDouble());
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "min_probability: " + problem,
          List.of(new FieldError("min_probability", problem)));
    }
    if (text.filter(String::isEmpty).isPresent()) {
      throw new ChurnException(ErrorCode.INVALID_INPUT, "expected a text to look for, found none");
    }
    text.flatMap(PlainText::problemWithinCustomerId)
        .ifPresent(
            problem -> {
              throw new ChurnException(
                  ErrorCode.INVALID_INPUT,
                  "search: " + problem,
                  List.of(new FieldError("search", problem)));
            });
  }

  private static void requireProbability(OptionalDouble bound) {
    if (bound.isPresent() && !(bound.getAsDouble() >= 0 && bound.getAsDouble() <= 1)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "expected a probability from 0 to 1, found " + bound.getAsDouble());
    }
  }

  /** {@return the filter for active customers that only restricts the segment, or nothing} */
  public static PredictionFilter of(Optional<RiskSegment> segment) {
    return of(segment, Include.ACTIVE);
  }

  /** {@return the filter that only restricts the segment, or nothing, besides the state} */
  public static PredictionFilter of(Optional<RiskSegment> segment, Include include) {
    return new PredictionFilter(
        segment,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        include);
  }

  /** {@return the same filter for other customers} */
  public PredictionFilter with(Include other) {
    return new PredictionFilter(segment, atLeast, atMost, asOf, modelVersion, text, other);
  }

  /** {@return whether nothing but the segment and the state is restricted} */
  public boolean isOnlySegment() {
    return equals(of(segment, include));
  }

  /** {@return the lowest probability, by bound and segment} */
  public double lowest() {
    return Math.max(atLeast.orElse(0), segment.map(RiskSegment::from).orElse(0.0));
  }

  /** {@return the probability that all are below, by segment} */
  public double below() {
    return segment.map(RiskSegment::to).orElse(Double.POSITIVE_INFINITY);
  }

  /** {@return a hash that is the same on all servers} */
  public int fingerprint() {
    return toString().hashCode(); // the hash codes of enums differ from server to server
  }

  /** {@return whether a prediction is wanted} */
  public boolean matches(CustomerPrediction prediction) {
    double probability = prediction.probability().value();
    return include.covers(prediction)
        && probability >= lowest()
        && probability < below()
        && probability <= atMost.orElse(1)
        && asOf.map(prediction.asOf()::equals).orElse(true)
        && modelVersion.orElse(prediction.modelVersion()) == prediction.modelVersion()
        && text.map(prediction.customerId()::contains).orElse(true);
  }
}
