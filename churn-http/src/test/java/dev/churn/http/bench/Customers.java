package dev.churn.http.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Customers that are asked about, each with ten transactions of the last year. */
final class Customers {
  private static final int TRANSACTIONS = 10;
  private static final int DAYS = 365;
  private static final String[] TYPES = {"purchase", "login", "ticket"};

  private Customers() {}

  /** {@return a body for each customer} The same arguments give the same bodies. */
  static List<String> bodies(int customers, LocalDate lastDay) {
    var random = new SplittableRandom(1);
    List<String> bodies = new ArrayList<>(customers);
    for (int customer = 0; customer < customers; customer++) {
      List<String> transactions = new ArrayList<>(TRANSACTIONS);
      for (int i = 0; i < TRANSACTIONS; i++) {
        transactions.add(
            String.format(
                Locale.ROOT,
                "{\"event_date\": \"%s\", \"amount\": %.2f, \"event_type\": \"%s\"}",
                lastDay.minusDays(random.nextInt(DAYS)),
                1 + 499 * random.nextDouble(),
                TYPES[random.nextInt(TYPES.length)]));
      }
      bodies.add(
          "{\"customer_id\": \"CUST-%07d\", \"transactions\": [%s]}"
              .formatted(customer, String.join(", ", transactions)));
    }
    return bodies;
  }

  /** {@return a file with a body in each line} */
  static Path write(Path folder, List<String> bodies) throws IOException {
    return Files.write(folder.resolve("customers.jsonl"), bodies);
  }
}
