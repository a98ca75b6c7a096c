package dev.churn.features.types;

import dev.churn.features.event.RowSink;
import dev.churn.features.util.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * The events of a part of the customers, each as one number: a hash of the customer, the day, and
 * the code of {@link EventCodes}. Sorted, they are in the order of customers, days and codes. A
 * customer's events with the same day and code are one. Used by one thread.
 */
final class EventSample implements RowSink {
  private static final int DAY_BITS = 22;
  private static final int CUSTOMER_SHIFT = DAY_BITS + EventCodes.BITS;
  private static final int DAY_BIAS = 1 << 20; // makes every day from 1900 on positive
  private static final int FEW = 1 << 10;

  private final EventCodes.Lookup codes;
  private final long dropped; // bits of the hash that are 0 for customers of the sample
  private long[] events = new long[FEW];
  private int size;

  /**
   * @param most about how many events the samples of all threads have at most
   * @param expected the number of events of the file
   */
  EventSample(EventCodes codes, int most, long expected) {
    this.codes = codes.lookup();
    int halvings = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, expected - 1) / most);
    this.dropped = (1L << Math.min(halvings, CUSTOMER_SHIFT)) - 1;
  }

  @Override
  public void row(byte[] text, int from, int to, int day, double amount, String type, int label) {
    long hash = Bytes.hash(text, from, to);
    if ((hash & dropped) != 0) {
      return;
    }
    int code = codes.code(type);
    if (code != EventCodes.NOTHING) {
      add(
          hash >>> CUSTOMER_SHIFT << CUSTOMER_SHIFT
              | (long) (day + DAY_BIAS) << EventCodes.BITS
              | code);
    }
  }

  private void add(long event) {
    if (size == events.length) {
      size = distinct(events, size);
      if (size > events.length / 2) {
        events = Arrays.copyOf(events, Math.multiplyExact(events.length, 2));
      }
    }
    events[size++] = event;
  }

  /** Sorts the first events and {@return the number of different ones, which come first} */
  private static int distinct(long[] events, int size) {
    Arrays.sort(events, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || events[i] != events[kept - 1]) {
        events[kept++] = events[i];
      }
    }
    return kept;
  }

  /** {@return the different events of several samples, ascending} */
  static long[] merged(List<EventSample> samples) {
    int total = samples.stream().mapToInt(sample -> sample.size).reduce(0, Math::addExact);
    long[] all = new long[total];
    int size = 0;
    for (EventSample sample : samples) {
      System.arraycopy(sample.events, 0, all, size, sample.size);
      size += sample.size;
    }
    return Arrays.copyOf(all, distinct(all, total));
  }

  /** {@return whether two events are those of one customer} */
  static boolean areOfOne(long event, long other) {
    return event >>> CUSTOMER_SHIFT == other >>> CUSTOMER_SHIFT;
  }

  /** {@return the day of an event, counted from 1970-01-01} */
  static int day(long event) {
    return (int) (event >>> EventCodes.BITS & (1 << DAY_BITS) - 1) - DAY_BIAS;
  }

  /** {@return the code of an event} */
  static int code(long event) {
    return (int) event & (1 << EventCodes.BITS) - 1;
  }
}
