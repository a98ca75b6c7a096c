package dev.churn.domain.dataset;

import java.util.Optional;
import java.util.stream.Stream;

/** The sign between the integer digits and the decimals of an amount. */
public enum DecimalSeparator {
  POINT("."),
  COMMA(",");

  private final String sign;

  DecimalSeparator(String sign) {
    this.sign = sign;
  }

  public String sign() {
    return sign;
  }

  /** {@return the separator with a sign, or empty if there is none} */
  public static Optional<DecimalSeparator> of(String sign) {
    return Stream.of(values()).filter(separator -> separator.sign.equals(sign)).findFirst();
  }
}
