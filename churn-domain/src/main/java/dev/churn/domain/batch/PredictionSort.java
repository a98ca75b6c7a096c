package dev.churn.domain.batch;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/**
 * The order of a list of predictions. Of equal ones, the lower UTF-8 bytes of the id come first.
 */
public enum PredictionSort {
  /**
   * By descending value at risk, then by descending probability; customers without a value come
   * last.
   */
  VALUE_AT_RISK,
  /** By descending probability. */
  CHURN_PROBABILITY;

  // plain methods, since a million answers are compared with the last of the best ones
  private static int byProbability(CustomerPrediction a, CustomerPrediction b) {
    int order = Double.compare(b.probability().value(), a.probability().value());
    return order != 0
        ? order
        : Arrays.compareUnsigned(
            a.customerId().getBytes(StandardCharsets.UTF_8),
            b.customerId().getBytes(StandardCharsets.UTF_8));
  }

  private static int byValue(CustomerPrediction a, CustomerPrediction b) {
    int order = Double.compare(value(b), value(a));
    return order != 0 ? order : byProbability(a, b);
  }

  private static double value(CustomerPrediction prediction) {
    return prediction.valueAtRisk().orElse(Double.NEGATIVE_INFINITY);
  }

  /**
   * {@return the constant with this name in lower case}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is none
   */
  public static PredictionSort parse(String text) {
    for (PredictionSort sort : values()) {
      if (sort.code().equals(text)) {
        return sort;
      }
    }
    throw new ChurnException(
        ErrorCode.INVALID_INPUT,
        "expected value_at_risk or churn_probability, found '%s'".formatted(text));
  }

  /** {@return the name in lower case} */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return the order of the list, the first prediction being the least} */
  public Comparator<CustomerPrediction> order() {
    return this == VALUE_AT_RISK ? PredictionSort::byValue : PredictionSort::byProbability;
  }

  /** {@return the order of the list with all lapsed customers behind the others} */
  public Comparator<CustomerPrediction> activeFirst() {
    Comparator<CustomerPrediction> order = order();
    return (a, b) -> a.isLapsed() == b.isLapsed() ? order.compare(a, b) : a.isLapsed() ? 1 : -1;
  }

  /** {@return by value where predictions have one} */
  public static PredictionSort defaultFor(boolean hasValues) {
    return hasValues ? VALUE_AT_RISK : CHURN_PROBABILITY;
  }
}
