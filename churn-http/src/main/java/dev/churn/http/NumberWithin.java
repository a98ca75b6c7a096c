package dev.churn.http;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number from an argument and refuses one that is out of range. */
abstract class NumberWithin implements ITypeConverter<Integer> {
  private final int least;
  private final int most;

  private NumberWithin(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** A TCP port; 0 means any free one. */
  static final class Port extends NumberWithin {
    Port() {
      super(0, 65_535);
    }
  }

  /** How many customers to simulate; models cannot be judged on fewer. */
  static final class Customers extends NumberWithin {
    Customers() {
      super(300, 1_000_000);
    }
  }

  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers out of range.
    }
    throw new TypeConversionException(
        "expected a number from %d to %d, found '%s'".formatted(least, most, text));
  }
}
