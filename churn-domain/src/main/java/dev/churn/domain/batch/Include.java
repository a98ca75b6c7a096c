package dev.churn.domain.batch;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.Locale;

/**
 * The customers that a list, a count or a summary is about. Batches of earlier versions did not
 * record the state of their customers; these count as active, so that none is lost.
 */
public enum Include {
  /** Everyone except the lapsed customers; the default. */
  ACTIVE,
  /** Lapsed customers only. */
  LAPSED,
  /** Everyone. */
  ALL;

  /**
   * {@return the constant with this name in lower case}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is none
   */
  public static Include parse(String text) {
    for (Include include : values()) {
      if (include.code().equals(text)) {
        return include;
      }
    }
    throw new ChurnException(
        ErrorCode.INVALID_INPUT, "expected active, lapsed or all, found '%s'".formatted(text));
  }

  /** {@return the name in lower case} */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return whether a prediction is about one of these customers} */
  public boolean covers(CustomerPrediction prediction) {
    return this == ALL || prediction.isLapsed() == (this == LAPSED);
  }
}
