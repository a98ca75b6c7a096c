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
    /** {@return the names of the formats that the user can choose from} */
    List<String> formats();

    /** {@return the refusal of the file, with {@link ErrorCode#UNPROCESSABLE}} */
    ChurnException refusal();
  }

  /** Values have two readings, and nothing in the file tells which one is right. */
  record Ambiguous(long line, String value, List<Reading> readings) implements Open {
    public Ambiguous {
      readings = List.copyOf(readings);
    }

    @Override
    public List<String> formats() {
      return readings.stream().map(Reading::format).toList();
    }

    @Override
    public ChurnException refusal() {
      return new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected days that can be read in one way, found %s on line %d, which is %s; say which with the option date_format"
              .formatted(
                  Text.quoted(value),
                  line,
                  readings.stream()
                      .map(reading -> reading.day() + " as " + reading.format())
                      .collect(Collectors.joining(" or "))));
    }
  }

  /** Some values prove one format, and others another one, too many of them to be mistakes. */
  record Mixed(Proof first, Proof second) implements Open {
    @Override
    public List<String> formats() {
      return List.of(first.format(), second.format());
    }

    @Override
    public ChurnException refusal() {
      return new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected days in one format, found %s, and %s; correct them, or say which format is right with the option date_format, and the rows in the other one are rejected"
              .formatted(first, second));
    }
  }

  /**
   * Values that are days in one format only.
   *
   * @param count number of such values
   * @param line the line of the first one
   */
  record Proof(String format, long count, long line, String value) {
    @Override
    public String toString() {
      return "%d that fit only %s, such as %s on line %d"
          .formatted(count, format, Text.quoted(value), line);
    }
  }

  /**
   * A value as one format reads it.
   *
   * @param day the day in words
   */
  record Reading(String format, String day) {}
}
