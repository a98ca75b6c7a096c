package dev.churn.http.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Simulates customers. Each buys at an individual rate and at some day drops out for good, as in
 * the Pareto/NBD model (Schmittlein, Morrison, Colombo 1987: rates and dropout rates are gamma
 * distributed over customers). The simulation adds seasons, weekdays, cohorts of new customers,
 * log-ins and support tickets. Some weeks before customers drop out, they log in less and complain
 * more.
 */
final class SimulatedCustomers {
  /** Length of the history in days. */
  static final int DAYS = 600;

  private static final long SEED = 20_240_115;
  private static final int FADING_DAYS = 35;

  private final int count;
  private final LocalDate lastDay;
  private final Random random = new Random(SEED);

  /**
   * @param count number of customers
   * @param lastDay the last day of the history
   */
  SimulatedCustomers(int count, LocalDate lastDay) {
    this.count = count;
    this.lastDay = lastDay;
  }

  /** One row of the log. */
  record Row(String customerId, LocalDate day, int minuteOfDay, double amount, String type) {
    static final double NO_AMOUNT = Double.NaN;

    String csv() {
      String value = Double.isNaN(amount) ? "" : String.format(Locale.ROOT, "%.2f", amount);
      return "%s,%sT%02d:%02d:00Z,%s,%s"
          .formatted(customerId, day, minuteOfDay / 60, minuteOfDay % 60, value, type);
    }
  }

  /** {@return all rows, by time} The same count and last day give the same rows. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addCustomer("SIM-%05d".formatted(i + 1), rows);
    }
    rows.sort(Comparator.comparing(Row::day).thenComparingInt(Row::minuteOfDay));
    return rows;
  }

  static void write(List<Row> rows, Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file)) { // in a folder for its owner only
      out.write("customer_id,event_date,amount,event_type\n");
      for (Row row : rows) {
        out.write(row.csv());
        out.write('\n');
      }
    }
  }

  private void addCustomer(String id, List<Row> rows) {
    // A third is there from the beginning; the others join over time.
    int joins = random.nextInt(3) == 0 ? random.nextInt(30) : random.nextInt(DAYS - 10);
    double purchasesPerDay = gamma(1.1) * 0.075 + 0.004;
    double stopsPerDay = gamma(0.9) * 0.0032 + 0.0002;
    double lifetime = -Math.log(1 - random.nextDouble()) / stopsPerDay;
    int stops = (int) Math.min(DAYS, joins + 1 + lifetime);
    double usualSpend = Math.exp(3.4 + 0.6 * random.nextGaussian());
    double loginsPerPurchase = 0.4 + 1.6 * random.nextDouble();
    for (int day = joins; day < stops; day++) {
      LocalDate date = lastDay.minusDays(DAYS - 1L - day);
      double mood = season(date) * weekday(date);
      boolean fading = stops < DAYS && stops - day <= FADING_DAYS;
      boolean first = day == joins;
      int purchases = (first ? 1 : 0) + poisson(purchasesPerDay * mood * (fading ? 0.7 : 1));
      for (int i = 0; i < purchases; i++) {
        double amount = usualSpend * Math.exp(0.45 * random.nextGaussian());
        rows.add(new Row(id, date, minute(), amount, "purchase"));
      }
      add(
          poisson(purchasesPerDay * loginsPerPurchase * mood * (fading ? 0.4 : 1)),
          id,
          date,
          "login",
          rows);
      add(poisson(purchasesPerDay * (fading ? 0.35 : 0.05)), id, date, "ticket", rows);
    }
  }

  private void add(int count, String id, LocalDate date, String type, List<Row> rows) {
    for (int i = 0; i < count; i++) {
      rows.add(new Row(id, date, minute(), Row.NO_AMOUNT, type));
    }
  }

  private int minute() {
    double hour = 15 + 3.2 * random.nextGaussian();
    return (int) (60 * Math.max(0, Math.min(23.98, hour)));
  }

  private static double season(LocalDate date) {
    return switch (date.getMonth()) {
      case NOVEMBER, DECEMBER -> 1.35;
      case JANUARY, FEBRUARY -> 0.9;
      case JULY, AUGUST -> 0.85;
      default -> 1.0;
    };
  }

  private static double weekday(LocalDate date) {
    if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return 0.6;
    }
    return date.getDayOfWeek() == DayOfWeek.SATURDAY ? 1.3 : 1.02;
  }

  /** Draws a Poisson number by Knuth's method; the means here are far below 1. */
  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  /**
   * Draws a gamma number by Marsaglia and Tsang (2000), with their boost for shapes below 1; scale
   * 1.
   */
  private double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
