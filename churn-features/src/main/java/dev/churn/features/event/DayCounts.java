package dev.churn.features.event;

import dev.churn.features.date.DateReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts events by day, from {@link DateReader#FIRST_DAY} on. */
final class DayCounts {
  private static final int FIRST = Math.toIntExact(DateReader.FIRST_DAY.toEpochDay());

  private long[] counts = new long[0];

  /** Adds events on a day, counted from 1970-01-01. */
  void add(int day, long events) {
    int index = day - FIRST;
    if (index >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(index + 1, index + (index >> 3)));
    }
    counts[index] += events;
  }

  void add(DayCounts other) {
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] > 0) {
        add(FIRST + i, other.counts[i]);
      }
    }
  }

  /** {@return the days with events in order, counted from 1970-01-01} */
  int[] daysWithEvents() {
    return IntStream.range(0, counts.length)
        .filter(i -> counts[i] > 0)
        .map(i -> FIRST + i)
        .toArray();
  }

  /** {@return the number of events on a day, counted from 1970-01-01} */
  long count(int day) {
    return counts[day - FIRST];
  }

  /**
   * {@return the counts of the days from {@code last} back to {@code first}, at most {@code most}}
   */
  List<Long> backward(int first, int last, int most) {
    return IntStream.range(0, Math.min(most, last - first + 1))
        .mapToObj(i -> counts[last - i - FIRST])
        .toList();
  }
}
