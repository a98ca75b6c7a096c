package dev.churn.features.date;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.features.util.Text;
import java.util.List;
import java.util.stream.Collectors;

/** In which format the days of a file are written, as far as its values show. */
public sealed interface DateDecision {
  /**
   * The format that reads the most values.
   *
   * @param format the value of the option {@code date_format}
   * @param isCertain whether it reads all values that were seen, and is the only one to do so
   */
  record Found(String format, boolean isCertain) implements DateDecision {}

  /** No known format reads the values; rows are then read as ISO-8601, and rejected. */
  record Unknown(long line, String value) implements DateDecision {
    /** {@return what to do, as a sentence} */
    public String advice() {
      return "No known format reads %s on line %d: say how dates are written with the option date_format, such as dd/MM/yyyy HH:mm."
          .formatted(Text.quoted(value), line);
    }
  }

  /** A decision that only the user can take. */
  sealed interface Open extends DateDecision {
    /** {@return the refusal of the file, with {@link ErrorCode#UNPROCESSABLE}} */
    ChurnException refusal();
  }

  /** Values have two readings, and nothing in the file tells which one is right. */
  record Ambiguous(long line, String value, List<Reading> readings) implements Open {
    public Ambiguous {
      readings = List.copyOf(readings);
    }

    @Override
    public ChurnException refusal() {
      return new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected days that can be read in one way, found " + sentence());
    }

    private String sentence() {
      return "%s on line %d, which is %s; say which with the option date_format"
          .formatted(
              Text.quoted(value),
              line,
              readings.stream()
                  .map(reading -> reading.day() + " as " + reading.format())
                  .collect(Collectors.joining(" or ")));
    }
  }

  /**
   * Values have two readings, and others prove both.
   *
   * @param onlyFirst number of values that only the first reading fits
   * @param onlySecond number of values that only the second reading fits
   */
  record Mixed(Ambiguous both, long onlyFirst, long onlySecond) implements Open {
    @Override
    public ChurnException refusal() {
      return new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected days in one format, found %d that fit only %s and %d that fit only %s, besides %s"
              .formatted(
                  onlyFirst,
                  both.readings().get(0).format(),
                  onlySecond,
                  both.readings().get(1).format(),
                  both.sentence()));
    }
  }

  /**
   * A value as one format reads it.
   *
   * @param day the day in words
   */
  record Reading(String format, String day) {}
}
