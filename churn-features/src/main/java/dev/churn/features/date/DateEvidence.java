package dev.churn.features.date;

import dev.churn.features.date.DateDecision.Found;
import dev.churn.features.util.Text;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts in which of the known formats the days of a file can be read. The decision does not depend
 * on the order in which values are seen or evidence is merged, and the memory not on their number.
 * Used by one thread.
 */
public final class DateEvidence {
  /** Formats with the year first, in four digits, beside ISO-8601. */
  private static final List<String> YEAR_FIRST =
      List.of("yyyy-d-M", "yyyy/d/M", "yyyy.d.M", "yyyy-MMM-d", "yyyy MMM d", "yyyy/MMM/d");

  private static final List<String> DAY_AND_NAME =
      List.of(
          "d-MMM-yyyy",
          "d MMM yyyy",
          "d/MMM/yyyy",
          "d.MMM.yyyy",
          "d. MMM yyyy",
          "dMMMyyyy",
          "d-MMM-yy",
          "d MMM yy",
          "d/MMM/yy",
          "d.MMM.yy",
          "d. MMM yy",
          "dMMMyy");
  private static final List<String> NAME_FIRST =
      List.of("MMM d yyyy", "MMM-d-yyyy", "MMM/d/yyyy", "MMM d yy", "MMM-d-yy");
  private static final List<String> NAME_FIRST_WITH_TIME =
      List.of("EEE MMM d H:mm:ss z yyyy", "EEE MMM d H:mm:ss yyyy");
  private static final List<String> DAY_AND_NAME_WITH_TIME = List.of("d/MMM/yyyy:H:mm:ss Z");
  private static final List<String> YEAR_FIRST_WITH_TIME =
      List.of("yyyy-M-d-H.mm.ss", "yyyy-M-d-H.mm.ss.SSS");

  /** The signs that part numbers; there are orders for years of four and of two digits for each. */
  private static final String SIGNS = "/-.";

  private static final int YEAR_DIGITS = 4;

  private final DateScanner scanner = new DateScanner();
  private final LocalDate uploadDay;
  private final DateReader iso;
  private final List<NumberDateReader> numbers = new ArrayList<>();
  private final List<DateTally> yearFirst;
  private final List<DateTally> dayAndName;
  private final List<DateTally> nameFirst;
  private final List<DateOrders> orders = new ArrayList<>();
  private final long[] numbersRead = new long[NumberFormat.values().length];
  private long isoRead;
  private long seen;
  private long likeDays;
  private long likeDayLine = Long.MAX_VALUE;
  private String likeDay = "";
  private long unreadLine = Long.MAX_VALUE;
  private String unreadValue = "";

  public DateEvidence(ZoneId zone, LocalDate uploadDay) {
    this.uploadDay = uploadDay;
    var days = new ZoneDays(zone);
    this.iso = new IsoDateReader(days);
    for (NumberFormat format : NumberFormat.values()) {
      numbers.add(new NumberDateReader(format, days));
    }
    this.yearFirst = tallies(YEAR_FIRST, YEAR_FIRST_WITH_TIME, days);
    this.dayAndName = tallies(DAY_AND_NAME, DAY_AND_NAME_WITH_TIME, days);
    this.nameFirst = tallies(NAME_FIRST, NAME_FIRST_WITH_TIME, days);
    for (int i = 0; i < SIGNS.length(); i++) {
      String sign = SIGNS.substring(i, i + 1);
      orders.add(new DateOrders(sign, false, days, uploadDay));
      orders.add(new DateOrders(sign, true, days, uploadDay));
    }
    orders.add(new DateOrders("", false, days, uploadDay));
  }

  private List<DateTally> tallies(List<String> dates, List<String> timestamps, ZoneDays days) {
    List<DateTally> tallies = new ArrayList<>();
    dates.forEach(date -> tallies.add(new DateTally(date, true, days, uploadDay)));
    timestamps.forEach(time -> tallies.add(new DateTally(time, false, days, uploadDay)));
    return List.copyOf(tallies);
  }

  /** Sees a value that is not missing, and the line on which its row starts. */
  public void add(long line, String value) {
    seen++;
    if (value.chars().anyMatch(c -> isDigit((char) c))) {
      likeDays++;
      if (line < likeDayLine) {
        likeDayLine = line;
        likeDay = value;
      }
    }
    if (!isRead(line, value) && line < unreadLine) {
      unreadLine = line;
      unreadValue = value;
    }
  }

  private boolean isRead(long line, String value) {
    if (!scanner.start(value)) {
      return false;
    }
    if (scanner.weekday()) {
      scanner.take(',');
      scanner.blanks();
    }
    int digits = scanner.digits();
    if (digits == 0) {
      return add(nameFirst);
    }
    boolean isNumber = digits >= YEAR_DIGITS && addNumber(value);
    if (digits == YEAR_DIGITS || digits == 8 || digits == 12 || digits == 14) {
      boolean isIso = iso.day(value) != DateReader.NONE;
      isoRead += isIso ? 1 : 0;
      boolean isOther =
          digits == YEAR_DIGITS
              ? addYearFirst()
              : digits == 8 && add(orders.size() - 1, line, value);
      return isIso || isOther || isNumber;
    }
    if (digits > 2) {
      return isNumber;
    }
    scanner.number(1, 2);
    int sign = SIGNS.indexOf(scanner.peek());
    if (sign < 0 || !isDigit(scanner.peekNext())) {
      return add(dayAndName) || addNumber(value);
    }
    boolean isLong = add(2 * sign, line, value);
    return add(2 * sign + 1, line, value) || isLong || addNumber(value);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean add(int order, long line, String value) {
    return orders.get(order).add(line, value, scanner);
  }

  private boolean add(List<DateTally> tallies) {
    boolean isRead = false;
    for (DateTally tally : tallies) {
      isRead |= tally.add(scanner) != DateReader.NONE;
    }
    return isRead;
  }

  /** Adds the text to the formats that part the year by the sign of the text. */
  private boolean addYearFirst() {
    scanner.number(YEAR_DIGITS, YEAR_DIGITS);
    char sign = scanner.peek();
    boolean isRead = false;
    for (DateTally tally : yearFirst) {
      isRead |= tally.partsYearBy(sign) && tally.add(scanner) != DateReader.NONE;
    }
    return isRead;
  }

  private boolean addNumber(String value) {
    boolean isZero = value.equals("0") || value.equals("0.0");
    boolean isRead = false;
    for (int i = 0; i < numbersRead.length; i++) {
      int day = numbers.get(i).day(value);
      if (isZero
          || (day >= NumberDateReader.FIRST_DAY_OF_NUMBERS && day <= uploadDay.toEpochDay())) {
        numbersRead[i]++;
        isRead = true;
      }
    }
    return isRead;
  }

  /** Merges what another thread has seen of the same file, with the same zone and upload day. */
  public void add(DateEvidence other) {
    seen += other.seen;
    isoRead += other.isoRead;
    for (int i = 0; i < numbersRead.length; i++) {
      numbersRead[i] += other.numbersRead[i];
    }
    add(yearFirst, other.yearFirst);
    add(dayAndName, other.dayAndName);
    add(nameFirst, other.nameFirst);
    for (int i = 0; i < orders.size(); i++) {
      orders.get(i).add(other.orders.get(i));
    }
    likeDays += other.likeDays;
    if (other.likeDayLine < likeDayLine) {
      likeDayLine = other.likeDayLine;
      likeDay = other.likeDay;
    }
    if (other.unreadLine < unreadLine) {
      unreadLine = other.unreadLine;
      unreadValue = other.unreadValue;
    }
  }

  private static void add(List<DateTally> tallies, List<DateTally> others) {
    for (int i = 0; i < tallies.size(); i++) {
      tallies.get(i).add(others.get(i));
    }
  }

  /** {@return how many values have a digit, as days have; a word such as "never" is none} */
  public long likeDays() {
    return likeDays;
  }

  /** {@return the first value that has a digit, with its line, as a phrase} */
  public String firstLikeDay() {
    return "%s on line %d".formatted(Text.quoted(likeDay), likeDayLine);
  }

  /** {@return the format of the values, as far as they show it} */
  public DateDecision decide() {
    long most = isoRead;
    DateDecision decision = new Found(DateReader.ISO, seen > 0 && isoRead == seen);
    for (List<DateTally> tallies : List.of(yearFirst, dayAndName, nameFirst)) {
      for (DateTally tally : tallies) {
        // a year before the day and the month is nearly always ISO-8601
        if (tally.read() > most && (tallies != yearFirst || tally.read() >= 2 * isoRead)) {
          most = tally.read();
          decision = new Found(tally.format(), most == seen);
        }
      }
    }
    for (DateOrders order : orders) {
      if (order.read() > most) {
        most = order.read();
        decision = order.decide(seen);
      }
    }
    for (int i = 0; i < numbersRead.length; i++) {
      // a column in which only a few numbers can be days has other numbers in it
      if (numbersRead[i] > most && 2 * numbersRead[i] > seen) {
        most = numbersRead[i];
        decision = new Found(NumberFormat.values()[i].id(), most == seen);
      }
    }
    return most == 0 && seen > 0 ? new DateDecision.Unknown(unreadLine, unreadValue) : decision;
  }
}
