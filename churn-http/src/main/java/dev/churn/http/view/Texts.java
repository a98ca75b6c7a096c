package dev.churn.http.view;

import dev.churn.domain.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** How values of the domain are written in answers. */
final class Texts {
  private Texts() {}

  /** {@return a constant's name in answers: lower case, words joined by underscores} */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** {@return the low and the high end of an interval} */
  static List<Double> ends(Interval interval) {
    return List.of(interval.low(), interval.high());
  }

  /** {@return the number, or empty} */
  static Optional<Integer> number(OptionalInt number) {
    return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
  }
}
