package dev.churn.http.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A simulated telephone company, the same for the same seed. Customers pay once a month whatever
 * they do, and use their contract several times a week. Some lose interest: their usage falls, and
 * with it grows the chance of every day that they cancel. A last invoice is paid up to three weeks
 * after that. With noise the chance to cancel is the same for everybody on every day, so that
 * nothing tells who will leave.
 */
public final class TelecomLog {
  /** The event by which customers leave. */
  public static final String LEAVING = "cancelled";

  static final LocalDate START = LocalDate.of(2022, 1, 1);

  private static final int MONTH = 30;
  private static final double LOSES_INTEREST = 0.0015; // chance of every day
  private static final double RECOVERS = 0.008;
  private static final double FALL = 0.97; // of usage, every day
  private static final double LEAST_CHANCE = 0.0003;
  private static final double MOST_CHANCE = 0.03;

  private final int days;
  private final boolean isNoise;
  private final Random random;

  private TelecomLog(int days, boolean isNoise, long seed) {
    this.days = days;
    this.isNoise = isNoise;
    this.random = new Random(seed);
  }

  /** A row of the log; the amount is empty for usage and for cancellations. */
  record Event(String customer, LocalDate day, String amount, String type) {
    String row() {
      return String.join(",", customer, day.toString(), amount, type);
    }
  }

  /** {@return the events of so many customers over so many days} */
  static List<Event> events(int customers, int days, boolean isNoise, long seed) {
    var log = new TelecomLog(days, isNoise, seed);
    List<Event> events = new ArrayList<>();
    for (int customer = 0; customer < customers; customer++) {
      log.live("c" + customer, events::add);
    }
    return events;
  }

  /** {@return the log as a file} */
  public static String csv(int customers, int days, boolean isNoise, long seed) {
    var csv = new StringBuilder("customer_id,event_date,amount,event_type\n");
    events(customers, days, isNoise, seed).forEach(event -> csv.append(event.row()).append('\n'));
    return csv.toString();
  }

  private void live(String customer, Consumer<Event> events) {
    double usual = 0.15 + 0.6 * random.nextDouble();
    double fee = 10 + 40 * random.nextDouble();
    double usage = 1; // as a share of the usual one
    boolean isLosingInterest = false;
    int first = (int) (days * 0.8 * random.nextDouble()) - MONTH * 4;
    for (int day = first; day < days; day++) {
      if (isLosingInterest) {
        usage *= FALL;
        isLosingInterest = random.nextDouble() >= RECOVERS;
      } else {
        usage += (1 - usage) * 0.05;
        isLosingInterest = random.nextDouble() < LOSES_INTEREST;
      }
      double lost = 1 - usage;
      double chance = isNoise ? 0.001 : LEAST_CHANCE + (MOST_CHANCE - LEAST_CHANCE) * lost * lost;
      if (random.nextDouble() < (isNoise ? usual : usual * usage)) {
        add(events, customer, day, "", "usage");
      }
      if ((day - first) % MONTH == 0) {
        add(events, customer, day, money(fee), "payment");
      }
      if (random.nextDouble() < chance) {
        add(events, customer, day, "", LEAVING);
        add(events, customer, day + 1 + random.nextInt(21), money(fee / 2), "payment");
        return;
      }
    }
  }

  private void add(Consumer<Event> events, String customer, int day, String amount, String type) {
    if (day >= 0 && day < days) {
      events.accept(new Event(customer, START.plusDays(day), amount, type));
    }
  }

  private static String money(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }
}
