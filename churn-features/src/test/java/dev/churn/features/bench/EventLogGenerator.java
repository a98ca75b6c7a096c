package dev.churn.features.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Writes a large event log: customers like {@code CUST-0123456} in random order, days over two
 * years, 60 % of the rows with an amount, four event types. The same arguments give the same file.
 */
final class EventLogGenerator {
  static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
  static final int DAYS = 730;

  private static final String[] TYPES = {"purchase", "login", "ticket", "visit"};
  private static final long SEED = 1;

  private EventLogGenerator() {}

  /** {@return the file of some rows in a folder, which is written if it is not there} */
  static Path file(Path folder, int rows, int customers) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("events-%d-%d.csv".formatted(rows, customers));
    if (Files.notExists(file)) {
      write(file, rows, customers);
    }
    return file;
  }

  private static void write(Path file, int rows, int customers) throws IOException {
    byte[][] days = new byte[DAYS][];
    for (int day = 0; day < DAYS; day++) {
      days[day] = FIRST_DAY.plusDays(day).toString().getBytes(StandardCharsets.US_ASCII);
    }
    var random = new SplittableRandom(SEED);
    var line = new StringBuilder(64);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write("customer_id,event_date,amount,event_type\n".getBytes(StandardCharsets.US_ASCII));
      for (int row = 0; row < rows; row++) {
        line.setLength(0);
        String digits = Integer.toString(random.nextInt(customers));
        line.append("CUST-").append("0".repeat(7 - digits.length())).append(digits).append(',');
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(days[random.nextInt(DAYS)]);
        line.setLength(0);
        line.append(',');
        if (random.nextInt(10) < 6) {
          int cents = 100 + random.nextInt(50_000);
          line.append(cents / 100).append('.');
          line.append((char) ('0' + cents / 10 % 10)).append((char) ('0' + cents % 10));
        }
        line.append(',').append(TYPES[random.nextInt(TYPES.length)]).append('\n');
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
