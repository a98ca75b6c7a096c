package dev.churn.features.date;

import dev.churn.features.date.DateDecision.Ambiguous;
import dev.churn.features.date.DateDecision.Found;
import dev.churn.features.date.DateDecision.Mixed;
import dev.churn.features.date.DateDecision.Proof;
import dev.churn.features.date.DateDecision.Reading;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Counts how dates of three numbers, parted by one sign, can be read: with the day first, the month
 * first or, with years of two digits, the year first. Used by one thread.
 */
final class DateOrders {
  /**
   * The largest share, as its reciprocal, of the values with one order that may contradict the
   * others, and are then mistakes.
   */
  private static final int MAX_CONTRADICTION = 20;

  private static final int CENTURY = 100;
  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH_FIRST =
      DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH);

  private final DateTally dayFirst;
  private final DateTally monthFirst;
  private final DateTally yearFirst;
  private final boolean isShort;
  private final int lastDay;
  private long onlyDayFirst;
  private long onlyMonthFirst;
  private final Example dayFirstAlone = new Example();
  private final Example monthFirstAlone = new Example();
  private long differing;

  // of those that differ, the ones whose other reading is after the upload
  private long pastDayFirst;
  private long pastMonthFirst;
  private final Example both = new Example();
  private final Example yearAtBothEnds = new Example();
  private final BitSet firstNumbers = new BitSet();
  private final BitSet lastNumbers = new BitSet();

  /** The value of a kind on the smallest line, and two readings of it, which may be the same. */
  private static final class Example {
    private long line = Long.MAX_VALUE;
    private String value = "";
    private int first;
    private int second;

    void set(long newLine, String newValue, int newFirst, int newSecond) {
      if (newLine < line) {
        line = newLine;
        value = newValue;
        first = newFirst;
        second = newSecond;
      }
    }

    Proof proof(String format, long count) {
      return new Proof(format, count, line, value);
    }

    void add(Example other) {
      set(other.line, other.value, other.first, other.second);
    }
  }

  /**
   * @param sign what parts the numbers; empty if nothing does
   * @param isShort whether years have two digits
   */
  DateOrders(String sign, boolean isShort, ZoneDays zone, LocalDate uploadDay) {
    this.isShort = isShort;
    this.lastDay = Math.toIntExact(uploadDay.toEpochDay());
    String year = isShort ? "yy" : "yyyy";
    String day = sign.isEmpty() ? "dd" : "d";
    String month = sign.isEmpty() ? "MM" : "M";
    this.dayFirst = new DateTally(String.join(sign, day, month, year), true, zone, uploadDay);
    this.monthFirst = new DateTally(String.join(sign, month, day, year), true, zone, uploadDay);
    this.yearFirst = new DateTally(String.join(sign, year, month, day), true, zone, uploadDay);
  }

  /** Counts the text of the scanner. {@return whether it is a day in any order} */
  boolean add(long line, String value, DateScanner scanner) {
    int asDayFirst = dayFirst.add(scanner);
    int asMonthFirst = monthFirst.add(scanner);
    boolean isDayFirst = asDayFirst != DateReader.NONE;
    boolean isMonthFirst = asMonthFirst != DateReader.NONE;
    if (isDayFirst && isMonthFirst) {
      if (asDayFirst != asMonthFirst) {
        differing++;
        both.set(line, value, asDayFirst, asMonthFirst);
        pastDayFirst += asDayFirst <= lastDay && asMonthFirst > lastDay ? 1 : 0;
        pastMonthFirst += asMonthFirst <= lastDay && asDayFirst > lastDay ? 1 : 0;
      }
    } else if (isDayFirst) {
      onlyDayFirst++;
      dayFirstAlone.set(line, value, asDayFirst, asDayFirst);
    } else if (isMonthFirst) {
      onlyMonthFirst++;
      monthFirstAlone.set(line, value, asMonthFirst, asMonthFirst);
    }
    boolean isYearFirst = false;
    if (isShort) {
      int asYearFirst = yearFirst.add(scanner);
      isYearFirst = asYearFirst != DateReader.NONE;
      if (isYearFirst) {
        firstNumbers.set(scanner.fields.year % CENTURY);
        lastNumbers.set(scanner.fields.day);
        if (isDayFirst || isMonthFirst) {
          yearAtBothEnds.set(line, value, isDayFirst ? asDayFirst : asMonthFirst, asYearFirst);
        }
      }
    }
    return isDayFirst || isMonthFirst || isYearFirst;
  }

  void add(DateOrders other) {
    dayFirst.add(other.dayFirst);
    monthFirst.add(other.monthFirst);
    yearFirst.add(other.yearFirst);
    onlyDayFirst += other.onlyDayFirst;
    onlyMonthFirst += other.onlyMonthFirst;
    differing += other.differing;
    pastDayFirst += other.pastDayFirst;
    pastMonthFirst += other.pastMonthFirst;
    both.add(other.both);
    dayFirstAlone.add(other.dayFirstAlone);
    monthFirstAlone.add(other.monthFirstAlone);
    yearAtBothEnds.add(other.yearAtBothEnds);
    firstNumbers.or(other.firstNumbers);
    lastNumbers.or(other.lastNumbers);
  }

  /** {@return number of values that the best order reads} */
  long read() {
    return Math.max(yearFirst.read(), readYearLast());
  }

  private long readYearLast() {
    return Math.max(dayFirst.read(), monthFirst.read());
  }

  /** {@return the order of the dates, if there is proof of it} */
  DateDecision decide(long seen) {
    if (isShort) {
      long pastYearLast = Math.max(dayFirst.past(), monthFirst.past());
      if (yearFirst.past() > pastYearLast) {
        return new Found(yearFirst.format(), yearFirst.read() == seen);
      }
      if (yearFirst.past() == pastYearLast
          && lastNumbers.cardinality() > firstNumbers.cardinality()) {
        // the last number changes more often than the first, as days do
        return ambiguous(yearAtBothEnds, yearLast(), yearFirst);
      }
    }
    long settled = onlyDayFirst + onlyMonthFirst;
    if (differing > 0 && settled == 0 && (pastDayFirst > 0) == (pastMonthFirst > 0)) {
      return ambiguous(both, dayFirst, monthFirst);
    }
    if (Math.min(onlyDayFirst, onlyMonthFirst) * MAX_CONTRADICTION > settled) {
      return new Mixed(
          dayFirstAlone.proof(dayFirst.format(), onlyDayFirst),
          monthFirstAlone.proof(monthFirst.format(), onlyMonthFirst));
    }
    DateTally order = yearLast();
    boolean isProved = settled + pastDayFirst + pastMonthFirst > 0;
    return new Found(order.format(), order.read() == seen && isProved);
  }

  /** {@return the order with the year last of which there is more proof} */
  private DateTally yearLast() {
    boolean isMonthFirst =
        onlyDayFirst == onlyMonthFirst
            ? pastMonthFirst > pastDayFirst
            : onlyMonthFirst > onlyDayFirst;
    return isMonthFirst ? monthFirst : dayFirst;
  }

  private Ambiguous ambiguous(Example example, DateTally first, DateTally second) {
    return new Ambiguous(
        example.line,
        example.value,
        List.of(reading(first, example.first), reading(second, example.second)));
  }

  private Reading reading(DateTally tally, int day) {
    DateTimeFormatter style = tally.equals(monthFirst) ? MONTH_FIRST : DAY_FIRST;
    return new Reading(tally.format(), LocalDate.ofEpochDay(day).format(style));
  }
}
