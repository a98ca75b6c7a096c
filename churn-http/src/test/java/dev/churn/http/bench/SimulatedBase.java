package dev.churn.http.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The purchases of a small simulated customer base, the same for the same seed. */
final class SimulatedBase {
  /** How the base lives. */
  enum Kind {
    /** More and more customers come. */
    GROWING,
    /** They buy more often towards the end of each year. */
    SEASONAL,
    /** All came within the first two months. */
    COHORT,
    /** All buy at one rate for good, so that nothing tells who will be silent. */
    NOISE
  }

  private static final LocalDate START = LocalDate.of(2021, 3, 1);

  private SimulatedBase() {}

  /** {@return rows {@code customer_id,event_date,amount,event_type} over so many days} */
  static List<OutsideCut.Event> events(Kind kind, int customers, int days, long seed) {
    var random = new Random(seed);
    double season = 0.3 + 0.5 * random.nextDouble();
    double meanGap = 12 + 40 * random.nextDouble();
    List<OutsideCut.Event> events = new ArrayList<>();
    for (int customer = 0; customer < customers; customer++) {
      int first =
          switch (kind) {
            case GROWING -> (int) (days * Math.sqrt(random.nextDouble()));
            case SEASONAL, NOISE -> random.nextInt(days);
            case COHORT -> random.nextInt(60);
          };
      boolean noise = kind == Kind.NOISE;
      double rate = (noise ? 1 : gamma2(random) / 2) / meanGap;
      double drop = noise ? 0 : 0.25 * random.nextDouble() * random.nextDouble();
      double day = first;
      while (day < days) {
        double amount = Math.exp(3 + 0.8 * random.nextGaussian());
        events.add(
            new OutsideCut.Event(
                "c" + customer,
                START.plusDays((long) day),
                String.format(Locale.ROOT, "%.2f", amount)));
        if (random.nextDouble() < drop) {
          break;
        }
        day += next(kind, rate, season, day, random);
      }
    }
    return events;
  }

  private static double next(Kind kind, double rate, double season, double day, Random random) {
    double gap = -Math.log(1 - random.nextDouble()) / rate;
    if (kind == Kind.SEASONAL) {
      double phase = 2 * Math.PI * (START.getDayOfYear() + day) / 365.25;
      gap /= 1 + season * Math.cos(phase);
    }
    return Math.max(1, gap);
  }

  private static double gamma2(Random random) {
    return -Math.log(1 - random.nextDouble()) - Math.log(1 - random.nextDouble());
  }

  /** {@return the last day of a base of so many days} */
  static LocalDate lastDay(int days) {
    return START.plusDays(days - 1L);
  }
}
