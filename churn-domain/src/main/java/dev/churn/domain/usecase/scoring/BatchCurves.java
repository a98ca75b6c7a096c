package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.prediction.SilenceCurve;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The curves of silence of the customers of a batch, until the file of the batch is written, to
 * four decimals; about 40 bytes for each customer who has one. Customers are told apart by their
 * {@link CustomerHash}. For one thread.
 */
final class BatchCurves {
  private static final List<Integer> DAYS = SilenceCurve.HORIZONS;
  private static final int WIDTH = DAYS.size();
  private static final short NONE = -1; // the curve has no such point
  private static final short UNUSED = -2; // the place is free
  private static final int UNIT = 10_000; // four decimals; the largest value fits into a short

  private final CustomerHash hash = new CustomerHash();
  private long[] keys = new long[1024];
  private short[] values = new short[keys.length * WIDTH];
  private int size;

  BatchCurves() {
    Arrays.fill(values, UNUSED);
  }

  /** {@return the names of the columns, with a comma before each} */
  static String columns() {
    return DAYS.stream().map(days -> ",silence_" + days).collect(Collectors.joining());
  }

  /** Adds the curve of a customer, if there is one. */
  void add(String customer, Optional<SilenceCurve> curve) {
    if (curve.isEmpty()) {
      return;
    }
    if (4L * (size + 1) > 3L * keys.length) {
      grow();
    }
    long key = hash.of(customer);
    int place = place(keys, values, key);
    size += values[place * WIDTH] == UNUSED ? 1 : 0;
    keys[place] = key;
    Arrays.fill(values, place * WIDTH, (place + 1) * WIDTH, NONE);
    for (SilenceCurve.Point point : curve.get().points()) {
      int column = DAYS.indexOf(point.days());
      if (column >= 0) {
        values[place * WIDTH + column] = (short) Math.round(UNIT * point.probability().value());
      }
    }
  }

  /**
   * Appends the cells of a customer, with a comma before each; empty ones where nothing is known.
   */
  void appendTo(CsvRows row, String customer) {
    int place = size == 0 ? 0 : place(keys, values, hash.of(customer));
    for (int column = 0; column < WIDTH; column++) {
      row.comma();
      int value = values[place * WIDTH + column];
      if (value >= 0) {
        row.fourDecimals(value);
      }
    }
  }

  private void grow() {
    int capacity = Math.multiplyExact(keys.length, 2);
    long[] newKeys = new long[capacity];
    short[] newValues = new short[Math.multiplyExact(capacity, WIDTH)];
    Arrays.fill(newValues, UNUSED);
    for (int i = 0; i < keys.length; i++) {
      if (values[i * WIDTH] != UNUSED) {
        int place = place(newKeys, newValues, keys[i]);
        newKeys[place] = keys[i];
        System.arraycopy(values, i * WIDTH, newValues, place * WIDTH, WIDTH);
      }
    }
    keys = newKeys;
    values = newValues;
  }

  /** {@return the place of a key, or the free one where it belongs} */
  private static int place(long[] keys, short[] values, long key) {
    int place = (int) key & (keys.length - 1);
    while (values[place * WIDTH] != UNUSED && keys[place] != key) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }
}
