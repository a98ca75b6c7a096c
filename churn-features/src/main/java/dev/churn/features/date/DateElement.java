package dev.churn.features.date;

import java.time.LocalDate;

/** One element of a {@link DatePattern} and, behind it, the rest of the pattern. Immutable. */
sealed interface DateElement {
  /** Reads this element and the rest of the pattern into the fields of the scanner. */
  boolean matches(DateScanner scanner, LocalDate uploadDay);

  /** The end of the pattern. */
  record End() implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      return scanner.atEnd();
    }
  }

  /** An optional section. */
  record Section(DateElement inside, DateElement behind) implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      if (scanner.atEnd()) {
        return behind.matches(scanner, uploadDay);
      }
      int position = scanner.position();
      var fields = new DateFields();
      fields.set(scanner.fields);
      if (inside.matches(scanner, uploadDay)) {
        return true;
      }
      scanner.back(position);
      scanner.fields.set(fields);
      return behind.matches(scanner, uploadDay);
    }
  }

  /** A character that is no blank, without regard to case. */
  record Literal(char sign, DateElement next) implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      return (scanner.take(Character.toLowerCase(sign))
              || scanner.take(Character.toUpperCase(sign)))
          && next.matches(scanner, uploadDay);
    }
  }

  /** The point behind a shortened name, which the name has read if there is one. */
  record PointOfName(DateElement next) implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      return next.matches(scanner, uploadDay);
    }
  }

  /** The point or comma before the fraction of a second. */
  record DecimalPoint(DateElement next) implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      return (scanner.take('.') || scanner.take(',')) && next.matches(scanner, uploadDay);
    }
  }

  /** Blanks of any kind and number, also behind a comma. */
  record Blanks(boolean optional, DateElement next) implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      boolean comma = scanner.take(',');
      return (scanner.blanks() || optional)
          && (!comma || DateScanner.isBlank(scanner.before()))
          && next.matches(scanner, uploadDay);
    }
  }

  /** A part that is not a number of a fixed meaning. */
  enum Name {
    MONTH,
    WEEKDAY,
    HALF_OF_DAY,
    FRACTION,
    ZONE
  }

  /** A name, a zone or a fraction. */
  record Named(Name name, DateElement next) implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      boolean isRead =
          switch (name) {
            case MONTH -> scanner.month();
            case WEEKDAY -> scanner.weekday();
            case HALF_OF_DAY -> scanner.halfOfDay();
            case FRACTION -> scanner.fraction();
            case ZONE -> scanner.zone();
          };
      return isRead && next.matches(scanner, uploadDay);
    }
  }

  /** The meaning of a number. */
  enum Field {
    YEAR,
    SHORT_YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND
  }

  /** A number of a range of digits. */
  record Digits(Field field, int least, int most, DateElement next) implements DateElement {
    @Override
    public boolean matches(DateScanner scanner, LocalDate uploadDay) {
      DateFields fields = scanner.fields;
      int digits = scanner.digits();
      int value = scanner.number(isPadded(scanner) ? 1 : least, most);
      if (value < 0) {
        return false;
      }
      switch (field) {
        case YEAR -> {
          if (digits == 2) { // only where a year may have any number of digits
            fields.setShortYear(value, uploadDay);
          } else {
            fields.year = value;
          }
        }
        case SHORT_YEAR -> fields.setShortYear(value, uploadDay);
        case MONTH -> {
          fields.month = value;
          fields.unpadded |= digits == 1;
        }
        case DAY -> {
          fields.day = value;
          fields.unpadded |= digits == 1;
          if (!(next instanceof Literal literal) || !Character.isLetter(literal.sign())) {
            scanner.ordinal();
          }
        }
        case HOUR -> fields.hour = value;
        case MINUTE -> fields.minute = value;
        case SECOND -> fields.second = value;
      }
      return next.matches(scanner, uploadDay);
    }

    /** {@return whether one digit is enough, as a blank may stand in place of a zero} */
    private boolean isPadded(DateScanner scanner) {
      return switch (field) {
        case DAY -> scanner.isPadded();
        case HOUR -> DateScanner.isBlank(scanner.before());
        default -> false;
      };
    }
  }
}
