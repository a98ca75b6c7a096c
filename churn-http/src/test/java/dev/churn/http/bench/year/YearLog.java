package dev.churn.http.bench.year;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A simulated log of two years. Each customer joins on some day, buys at a rate of their own and
 * drops out for good after a lifetime of their own, as in the Pareto/NBD model (Schmittlein,
 * Morrison, Colombo 1987), and sometimes logs in or returns something.
 */
final class YearLog {
  static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
  private static final int DAYS = 800;

  /** One row of the log. */
  record Event(String customer, LocalDate day, double amount, String type) {
    Event withType(String newType) {
      return new Event(customer, day, amount, newType);
    }

    private String csv() {
      return String.format(
          Locale.ROOT, "%s,%s,%s,%s%n", customer, day, amount == 0 ? "" : amount, type);
    }
  }

  private final List<Event> events = new ArrayList<>();
  private final Map<String, NavigableSet<LocalDate>> days = new HashMap<>();

  /** Simulates customers; the same arguments give the same log. */
  YearLog(int customers, long seed) {
    for (int i = 0; i < customers; i++) {
      simulate("C-%05d".formatted(i), new SplittableRandom(seed * 1_000_003 + i));
    }
    events.sort(Comparator.comparing(Event::day).thenComparing(Event::customer));
    for (Event event : events) {
      days.computeIfAbsent(event.customer(), customer -> new TreeSet<>()).add(event.day());
    }
  }

  private void simulate(String customer, SplittableRandom random) {
    int joins = random.nextInt(5) < 2 ? random.nextInt(60) : random.nextInt(DAYS);
    double purchasesPerDay = 0.006 + 0.05 * exponential(random);
    double lifetime = exponential(random) / (0.0004 + 0.004 * exponential(random));
    double spend = 10 + 60 * exponential(random);
    double day = joins;
    while (day < DAYS && day <= joins + lifetime) {
      LocalDate date = FIRST_DAY.plusDays((long) day);
      double amount = Math.round(spend * (0.5 + random.nextDouble()) * 100) / 100.0;
      events.add(new Event(customer, date, amount, "purchase"));
      if (random.nextInt(10) < 6) {
        events.add(new Event(customer, date, 0, "login"));
      }
      if (random.nextInt(25) == 0) {
        events.add(new Event(customer, date, -amount, "return"));
      }
      day += exponential(random) / purchasesPerDay;
    }
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }

  /** {@return the file of a company whose last known day is {@code end}} */
  String until(LocalDate end) {
    return file(end, all -> all);
  }

  /** {@return the file of a company after something has been done to its rows} */
  String file(LocalDate end, UnaryOperator<Stream<Event>> change) {
    var csv = new StringBuilder("customer_id,event_date,amount,event_type\n");
    change
        .apply(events.stream().filter(event -> !event.day().isAfter(end)))
        .forEach(event -> csv.append(event.csv()));
    return csv.toString();
  }

  /** {@return whether a customer does nothing in the days after {@code asOf}} */
  boolean churns(String customer, LocalDate asOf, int horizonDays) {
    LocalDate next = days.get(customer).higher(asOf);
    return next == null || next.isAfter(asOf.plusDays(horizonDays));
  }

  /** {@return whether a customer did something in the last days up to {@code asOf}} */
  boolean isActive(String customer, LocalDate asOf, int windowDays) {
    LocalDate last = days.get(customer).floor(asOf);
    return last != null && last.isAfter(asOf.minusDays(windowDays));
  }

  /** {@return the events of a customer up to a day} */
  List<Event> eventsOf(String customer, LocalDate end) {
    return events.stream()
        .filter(event -> event.customer().equals(customer) && !event.day().isAfter(end))
        .toList();
  }
}
