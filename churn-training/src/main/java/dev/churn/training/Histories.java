package dev.churn.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What {@link BuyTillYouDie} sees of some rows: equal histories once, with how many there are and
 * how many of them churned, in an order that does not depend on that of the rows.
 */
final class Histories {
  private final double[] repeats;
  private final double[] last;
  private final double[] tenure;
  private final double[] count;
  private final double[] churned;
  private final int size;

  private Histories(int capacity) {
    repeats = new double[capacity];
    last = new double[capacity];
    tenure = new double[capacity];
    count = new double[capacity];
    churned = new double[capacity];
    size = capacity;
  }

  private Histories(Histories from, int size) {
    repeats = Arrays.copyOf(from.repeats, size);
    last = Arrays.copyOf(from.last, size);
    tenure = Arrays.copyOf(from.tenure, size);
    count = Arrays.copyOf(from.count, size);
    churned = Arrays.copyOf(from.churned, size);
    this.size = size;
  }

  static Histories of(Sample sample) {
    double[] activeDays = sample.matrix().column(DerivedInputs.ACTIVE_DAYS.ordinal());
    double[] silent = sample.matrix().column(DerivedInputs.SILENT.ordinal());
    double[] tenure = sample.matrix().column(DerivedInputs.TENURE.ordinal());
    Integer[] order =
        IntStream.range(0, sample.size())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> activeDays[sample.rows()[i]])
                    .thenComparingDouble(i -> tenure[sample.rows()[i]])
                    .thenComparingDouble(i -> silent[sample.rows()[i]]))
            .toArray(Integer[]::new);
    var all = new Histories(sample.size());
    int distinct = 0;
    for (int i : order) {
      int row = sample.rows()[i];
      double x = BuyTillYouDie.repeats(activeDays[row]);
      double t = BuyTillYouDie.lastDay(tenure[row], silent[row]);
      int place = distinct - 1;
      if (place < 0
          || all.repeats[place] != x
          || all.last[place] != t
          || all.tenure[place] != tenure[row]) {
        place = distinct++;
        all.repeats[place] = x;
        all.last[place] = t;
        all.tenure[place] = tenure[row];
      }
      all.count[place] += sample.weight(i);
      all.churned[place] += sample.churned(i) ? sample.weight(i) : 0;
    }
    return new Histories(all, distinct);
  }

  int size() {
    return size;
  }

  /** {@return active days after the first} */
  double repeats(int i) {
    return repeats[i];
  }

  /** {@return days from the first active day to the last} */
  double last(int i) {
    return last[i];
  }

  /** {@return days from the first active day until now} */
  double tenure(int i) {
    return tenure[i];
  }

  /** {@return how many rows have this history} */
  double count(int i) {
    return count[i];
  }

  /** {@return how many of them churned} */
  double churned(int i) {
    return churned[i];
  }

  double total() {
    return Arrays.stream(count).sum();
  }

  double meanTenure() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += count[i] * tenure[i];
    }
    return sum / total();
  }

  int maxRepeats() {
    return (int) Arrays.stream(repeats).max().orElse(0);
  }
}
