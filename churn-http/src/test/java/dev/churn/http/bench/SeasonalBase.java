package dev.churn.http.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The purchases of a simulated customer base over some years, the same for the same seed. */
final class SeasonalBase {
  /** How the activity of all depends on the day. */
  enum Kind {
    /** One wave a year, its top on any day. */
    WAVE,
    /** Much before Christmas, little in January. */
    CHRISTMAS,
    /** Three terms, and little between them. */
    TERMS,
    /** The same all year, while more and more customers come. */
    GROWING,
    /** The same all year, all customers having come in the first four months. */
    COHORT,
    /** Less from year to year. */
    FADING
  }

  private static final LocalDate START = LocalDate.of(2019, 5, 1);

  /** At least the largest level of a day. */
  private static final double MOST = 3.5;

  /** All months differ a little from those of other years. */
  private static final double MONTH_DEVIATION = .1;

  private final Kind kind;
  private final int days;
  private final Random random;
  private final double strength;
  private final double phase;
  private final double[] months;

  private SeasonalBase(Kind kind, int days, long seed) {
    this.kind = kind;
    this.days = days;
    random = new Random(seed);
    strength = .3 + .5 * random.nextDouble();
    phase = 2 * Math.PI * random.nextDouble();
    months = new double[days / 30 + 1];
    for (int month = 0; month < months.length; month++) {
      months[month] = Math.exp(MONTH_DEVIATION * random.nextGaussian());
    }
  }

  /** {@return the day with a number, from 0} */
  static LocalDate day(int number) {
    return START.plusDays(number);
  }

  static List<OutsideCut.Event> events(Kind kind, int customers, int days, long seed) {
    return new SeasonalBase(kind, days, seed).events(customers);
  }

  private List<OutsideCut.Event> events(int customers) {
    double meanGap = 15 + 45 * random.nextDouble();
    List<OutsideCut.Event> events = new ArrayList<>();
    for (int customer = 0; customer < customers; customer++) {
      double rate = -Math.log((1 - random.nextDouble()) * (1 - random.nextDouble())) / 2 / meanGap;
      double drop = .25 * random.nextDouble() * random.nextDouble();
      for (double day = first(rate);
          day < days && events.add(purchase(customer, (int) day)) && random.nextDouble() >= drop;
          day = Math.max(Math.floor(day) + 1, next(day, rate))) {}
    }
    return events;
  }

  /**
   * {@return the day of the first purchase; some customers have been there before the first day}
   */
  private double first(double rate) {
    return switch (kind) {
      case COHORT -> random.nextInt(120);
      case GROWING -> days * Math.sqrt(random.nextDouble());
      case WAVE, CHRISTMAS, TERMS, FADING -> {
        int day = random.nextInt(days) - 200;
        yield day < 0 ? next(0, rate) : day;
      }
    };
  }

  /** {@return the day of the next purchase, by thinning a process of the largest level} */
  private double next(double day, double rate) {
    double next = day;
    do {
      next -= Math.log(1 - random.nextDouble()) / (rate * MOST);
    } while (next < days && random.nextDouble() * MOST > level(next) * months[(int) next / 30]);
    return next;
  }

  private double level(double day) {
    int ofYear = day((int) day).getDayOfYear();
    return switch (kind) {
      case WAVE -> 1 + strength * Math.cos(2 * Math.PI * ofYear / 365.25 + phase);
      case CHRISTMAS ->
          ofYear > 310 && ofYear < 358
              ? 1 + 2 * strength
              : ofYear >= 358 || ofYear < 40 ? 1 - .6 * strength : 1;
      case TERMS ->
          ofYear < 8
                  || (ofYear > 90 && ofYear < 110)
                  || (ofYear > 180 && ofYear < 255)
                  || ofYear > 352
              ? 1 - 1.2 * strength
              : 1.2;
      case FADING -> Math.exp(-strength * day / 365);
      case GROWING, COHORT -> 1;
    };
  }

  private OutsideCut.Event purchase(int customer, int day) {
    double amount = Math.exp(3 + .8 * random.nextGaussian());
    return new OutsideCut.Event(
        "c" + customer, day(day), String.format(Locale.ROOT, "%.2f", amount));
  }
}
