package dev.churn.http.bench;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * The events of simulated customers with event types, the same for the same seed. Where types tell
 * something, customers log in more often than they buy, and now and then something goes wrong, so
 * that they write to the support; after that every third leaves within some weeks. Where that is
 * hidden, logins and purchases are of three types each, all more frequent than tickets. Where types
 * are noise, every event has a type drawn at random. Arguments: {@code telling}, {@code hidden} or
 * {@code noise}, customers, days, a seed, and the file to write ({@code .csv.gz}).
 */
final class TypedLog {
  private static final LocalDate START = LocalDate.of(2021, 3, 1);
  private static final String[] TYPES = {"browse", "purchase", "rating", "visit", "wish"};
  private static final double TROUBLE = 1 / 150.0; // chance of every day
  private static final double LEAVES = 1 / 3.0;

  private final boolean isTelling;
  private final boolean isHidden;
  private final int days;
  private final Random random;
  private final List<String> rows = new ArrayList<>();

  private TypedLog(String types, int days, long seed) {
    this.isTelling = !types.equals("noise");
    this.isHidden = types.equals("hidden");
    this.days = days;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    var log =
        new TypedLog(arguments[0], Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
    double meanGap = 15 + 25 * log.random.nextDouble();
    for (int customer = 0; customer < Integer.parseInt(arguments[1]); customer++) {
      log.live("c" + customer, meanGap);
    }
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[4]))),
            StandardCharsets.UTF_8)) {
      out.write("customer_id,event_date,amount,event_type\n");
      for (String row : log.rows) {
        out.write(row + "\n");
      }
    }
  }

  private void live(String customer, double meanGap) {
    double rate = -Math.log(random.nextDouble() * random.nextDouble()) / 2 / meanGap;
    double logins = 1 + 3 * random.nextDouble(); // for each purchase
    double drop = 0.2 * random.nextDouble() * random.nextDouble() * rate;
    int leavesOn = days;
    for (int day = (int) (days * 0.9 * random.nextDouble()); day < leavesOn; day++) {
      if (random.nextDouble() < rate) {
        add(customer, day, amount(), isTelling ? kind("purchase") : type());
      }
      if (isTelling && random.nextDouble() < rate * logins) {
        add(customer, day, "", kind("login"));
      }
      if (isTelling && random.nextDouble() < TROUBLE * rate * meanGap) {
        add(customer, day, "", "ticket");
        if (random.nextDouble() < LEAVES) {
          leavesOn = Math.min(leavesOn, day + 1 + random.nextInt(21));
        }
      }
      if (random.nextDouble() < drop) {
        return;
      }
    }
  }

  private String kind(String type) {
    return isHidden ? type + " " + (1 + random.nextInt(3)) : type;
  }

  private String type() {
    double place = Math.sqrt(random.nextDouble()) * TYPES.length;
    return TYPES[(int) place];
  }

  private String amount() {
    return String.format(Locale.ROOT, "%.2f", Math.exp(3 + 0.8 * random.nextGaussian()));
  }

  private void add(String customer, int day, String amount, String type) {
    rows.add(String.join(",", customer, START.plusDays(day).toString(), amount, type));
  }
}
