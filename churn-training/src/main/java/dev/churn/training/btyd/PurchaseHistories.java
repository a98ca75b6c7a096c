package dev.churn.training.btyd;

import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainingSample;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * The input of {@link MbgNbd} for a sample: each distinct history with its number of rows and of
 * churned rows, sorted by repeats, then tenure, then last day. Days are integers with few distinct
 * values, so they are stored as indexes into short ascending lists.
 */
public final class PurchaseHistories {
  private final Column repeats;
  private final Column tenure;
  private final Column last;
  private final double[] count;
  private final double[] churned;

  private PurchaseHistories(TrainingSample sample) {
    double[] activeDays = sample.matrix().column(DerivedInputs.ACTIVE_DAYS.ordinal());
    double[] silent = sample.matrix().column(DerivedInputs.SILENT.ordinal());
    double[] known = sample.matrix().column(DerivedInputs.TENURE.ordinal());
    int[] rows = sample.rows();
    Column repeatsOfRows = Column.of(rows, row -> MbgNbd.repeats(activeDays[row]));
    Column tenureOfRows = Column.of(rows, row -> known[row]);
    Column lastOfRows = Column.of(rows, row -> MbgNbd.lastDay(known[row], silent[row]));
    long tenures = tenureOfRows.values.length;
    long lasts = lastOfRows.values.length;
    long[] keys = new long[rows.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] =
          (repeatsOfRows.places[i] * tenures + tenureOfRows.places[i]) * lasts
              + lastOfRows.places[i];
    }
    long[] distinct = sortedDistinct(keys);
    count = new double[distinct.length];
    churned = new double[distinct.length];
    for (int i = 0; i < keys.length; i++) {
      int place = Arrays.binarySearch(distinct, keys[i]);
      count[place] += sample.weight(i);
      churned[place] += sample.churned(i) ? sample.weight(i) : 0;
    }
    repeats = repeatsOfRows.at(distinct.length, i -> (int) (distinct[i] / lasts / tenures));
    tenure = tenureOfRows.at(distinct.length, i -> (int) (distinct[i] / lasts % tenures));
    last = lastOfRows.at(distinct.length, i -> (int) (distinct[i] % lasts));
  }

  private static double[] sortedDistinct(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int size = 0;
    for (double value : sorted) {
      if (size == 0 || value != sorted[size - 1]) {
        sorted[size++] = value;
      }
    }
    return Arrays.copyOf(sorted, size);
  }

  private static long[] sortedDistinct(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int size = 0;
    for (long value : sorted) {
      if (size == 0 || value != sorted[size - 1]) {
        sorted[size++] = value;
      }
    }
    return Arrays.copyOf(sorted, size);
  }

  public static PurchaseHistories of(TrainingSample sample) {
    return new PurchaseHistories(sample);
  }

  /** A column of numbers, stored as indexes into the list of distinct values. */
  static final class Column {
    private final double[] values;
    private final int[] places;

    private Column(double[] values, int[] places) {
      this.values = values;
      this.places = places;
    }

    private static Column of(int[] rows, IntToDoubleFunction valueOf) {
      double[] all = Arrays.stream(rows).mapToDouble(valueOf).map(v -> v + 0.0).toArray();
      double[] values = sortedDistinct(all);
      int[] places = new int[rows.length];
      Arrays.setAll(places, i -> Arrays.binarySearch(values, all[i]));
      return new Column(values, places);
    }

    /** {@return the same distinct values with other rows} */
    private Column at(int size, IntUnaryOperator placeOf) {
      int[] others = new int[size];
      Arrays.setAll(others, placeOf);
      return new Column(values, others);
    }

    /** {@return the distinct values, ascending} */
    double[] values() {
      return values;
    }

    /** {@return the index of a row's value in {@link #values}} */
    int place(int i) {
      return places[i];
    }

    public double of(int i) {
      return values[places[i]];
    }
  }

  int size() {
    return count.length;
  }

  /** {@return the number of active days after the first} */
  Column repeats() {
    return repeats;
  }

  /** {@return days from the first active day to the last} */
  Column last() {
    return last;
  }

  /** {@return days from the first active day until now} */
  Column tenure() {
    return tenure;
  }

  /** {@return the number of rows that have this history} */
  double count(int i) {
    return count[i];
  }

  /** {@return the number of those rows that churned} */
  double churned(int i) {
    return churned[i];
  }

  double total() {
    return Arrays.stream(count).sum();
  }

  double meanTenure() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += count[i] * tenure.of(i);
    }
    return sum / total();
  }

  int maxRepeats() {
    return (int) Arrays.stream(repeats.values).max().orElse(0);
  }
}
