package dev.churn.http.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Cuts a log ({@code .csv.gz}, no quotes, columns {@code customer_id,event_date,amount,event_type})
 * at an as-of day into what is known on that day and what came in the horizon after it.
 */
record LogSplit(Path log, LocalDate asOf, int horizon) {
  /** A row of the log. */
  record Row(String customer, LocalDate day, double amount) {}

  /** Writes what is known on the as-of day; {@return who came in the horizon after it} */
  Set<String> write(Path known) throws IOException {
    Set<String> returned = new HashSet<>();
    write(known, before -> {}, after -> returned.add(after.customer()));
    return returned;
  }

  /**
   * Writes what is known on the as-of day.
   *
   * @param before receives the rows up to the as-of day
   * @param after receives those in the horizon after it
   */
  void write(Path known, Consumer<Row> before, Consumer<Row> after) throws IOException {
    try (var in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8));
        BufferedWriter out = Files.newBufferedWriter(known)) {
      out.write(in.readLine() + "\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Row row = row(line.split(",", -1));
        if (!row.day().isAfter(asOf)) {
          out.write(line + "\n");
          before.accept(row);
        } else if (!row.day().isAfter(asOf.plusDays(horizon))) {
          after.accept(row);
        }
      }
    }
  }

  private static Row row(String[] fields) {
    return new Row(
        fields[0].strip(),
        LocalDate.parse(fields[1].substring(0, 10)),
        fields[2].isBlank() ? 0 : Double.parseDouble(fields[2]));
  }
}
