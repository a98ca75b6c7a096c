package dev.churn.features.rfm;

import dev.churn.domain.definition.SilenceTally;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.features.util.Parallel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts the silences of all customers of a file from their states. */
public final class Silences {
  private final StateLayout layout;
  private final CustomerTable[] tables;
  private final LocalDate firstDay;
  private final LocalDate asOf;
  private final ActiveWindow window;

  /**
   * @param firstDay the first day of the file
   */
  public Silences(
      StateLayout layout,
      CustomerOrder order,
      LocalDate firstDay,
      LocalDate asOf,
      ActiveWindow window) {
    this.layout = layout;
    this.tables = order.tables();
    this.firstDay = firstDay;
    this.asOf = asOf;
    this.window = window;
  }

  /**
   * {@return the counts}
   *
   * @param threads at least 1
   */
  public SilenceTally count(int threads) {
    SilenceTally[] tallies = new SilenceTally[threads];
    Arrays.setAll(tallies, i -> new SilenceTally(firstDay, asOf, window));
    List<Runnable> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int part = i;
      parts.add(
          () -> {
            for (int t = part; t < tables.length; t += threads) {
              add(tables[t], tallies[part]);
            }
          });
    }
    Parallel.run(parts);
    for (int i = 1; i < threads; i++) {
      tallies[0].addAll(tallies[i]);
    }
    return tallies[0];
  }

  private void add(CustomerTable table, SilenceTally tally) {
    int[] days = new int[layout.end() - layout.days().firstBit() + 2];
    for (int row = 0; row < table.size(); row++) {
      long[] state = table.state(row);
      int at = table.at(row);
      int count = layout.days().list(state, at, days);
      int first = layout.days().first(state, at, layout.end());
      tally.add(days, count, layout.days().unlisted(state, at), first);
    }
  }
}
