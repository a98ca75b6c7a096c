package dev.churn.features.types;

import java.util.Arrays;

/**
 * Measures for each event type whether its events are related to churn among customers of equal
 * recency and frequency. Customers known at an as-of day are divided into cells by their days of
 * silence and their number of active days, and within each cell into bins by the days since the
 * last event of the type and by whether it occurred on more than a quarter of the recent active
 * days.
 *
 * <p>Let a cell have n customers, a share r of whom churned, and one of its bins b customers, c of
 * whom churned. The statistic of Mantel and Haenszel (Journal of the National Cancer Institute 22,
 * 1959) of a bin is <code>(Σ (c − b·r))² / Σ b·(n − b)·r·(1 − r) / (n − 1)</code>, with sums over
 * all cells; the second sum is the variance of the first if the type is independent of churn within
 * each cell, and the expected statistic is then 1. The gain of a type is the sum of (statistic − 1)
 * over the bins, without those of a variance below {@value #LEAST_VARIANCE}. All counts are whole
 * numbers, so that the order of events does not matter.
 */
final class TypeGains {
  /** The first silence, in days, of each cell but the first. */
  private static final int[] SILENCES = {1, 3, 7, 14, 30, 60, 90, 180, 365, 730};

  private static final int FREQUENCIES = 10; // powers of two of active days
  private static final int CELLS = (SILENCES.length + 1) * FREQUENCIES;
  private static final int RECENT_DAYS = 90;
  private static final int BINS = 7;

  /** The variance of the number of churners of a bin below which the bin is not used. */
  private static final double LEAST_VARIANCE = 1;

  private final EventCodes codes;
  private final int[] asOf;
  private final int horizonDays;
  private final long[][] counts; // of each type: by cell, bin and whether the customer churned

  // of one customer at one as-of day
  private final int[] lastDays;
  private final int[] recentDays;

  /**
   * @param asOf the as-of days, of which the horizons have passed
   */
  TypeGains(EventCodes codes, int[] asOf, int horizonDays) {
    this.codes = codes;
    this.asOf = asOf.clone();
    this.horizonDays = horizonDays;
    this.counts = new long[codes.types()][CELLS * BINS * 2];
    this.lastDays = new int[codes.types()];
    this.recentDays = new int[codes.types()];
  }

  /** Counts the customers of a sample. */
  void add(long[] events) {
    for (int from = 0; from < events.length; ) {
      int to = from + 1;
      while (to < events.length && EventSample.areOfOne(events[from], events[to])) {
        to++;
      }
      for (int day : asOf) {
        add(events, from, to, day);
      }
      from = to;
    }
  }

  /** Counts a customer at an as-of day, if the customer is known and has not left. */
  private void add(long[] events, int from, int to, int day) {
    Arrays.fill(lastDays, Integer.MIN_VALUE);
    Arrays.fill(recentDays, 0);
    int lastActive = Integer.MIN_VALUE;
    int activeDays = 0;
    int recentActiveDays = 0;
    int at = from;
    for (; at < to && EventSample.day(events[at]) <= day; at++) {
      int code = EventSample.code(events[at]);
      int eventDay = EventSample.day(events[at]);
      int recent = eventDay > day - RECENT_DAYS ? 1 : 0;
      if (code == EventCodes.LEAVES) {
        return;
      }
      if (codes.isActivity(code) && eventDay != lastActive) {
        lastActive = eventDay;
        activeDays++;
        recentActiveDays += recent;
      }
      if (code < codes.types()) {
        lastDays[code] = eventDay;
        recentDays[code] += recent;
      }
    }
    if (activeDays == 0) {
      return;
    }
    int churned = churns(events, at, to, day) ? 1 : 0;
    int cell = silence(day - lastActive) * FREQUENCIES + frequency(activeDays);
    for (int type = 0; type < counts.length; type++) {
      boolean isOften = 4 * recentDays[type] > recentActiveDays;
      counts[type][(cell * BINS + bin(lastDays[type], day, isOften)) * 2 + churned]++;
    }
  }

  private boolean churns(long[] events, int next, int to, int day) {
    int at = next;
    for (; at < to && EventSample.day(events[at]) <= day + horizonDays; at++) {
      int code = EventSample.code(events[at]);
      if (codes.hasChurn() ? code == EventCodes.LEAVES : codes.isActivity(code)) {
        return codes.hasChurn();
      }
    }
    return !codes.hasChurn();
  }

  private static int silence(int days) {
    int cell = 0;
    while (cell < SILENCES.length && days >= SILENCES[cell]) {
      cell++;
    }
    return cell;
  }

  private static int frequency(int activeDays) {
    return Math.min(FREQUENCIES, Integer.SIZE - Integer.numberOfLeadingZeros(activeDays)) - 1;
  }

  /** {@return the bin of a customer; limits of bins are limits of silences as well} */
  private static int bin(int lastDay, int asOf, boolean isOften) {
    if (lastDay == Integer.MIN_VALUE) {
      return 0;
    }
    int days = asOf - lastDay;
    if (days >= RECENT_DAYS) {
      return days >= 365 ? 1 : 2;
    }
    int recent = days >= 30 ? 3 : 5;
    return isOften ? recent + 1 : recent;
  }

  /** {@return the gain of each type} */
  double[] get() {
    return Arrays.stream(counts).mapToDouble(TypeGains::gain).toArray();
  }

  private static double gain(long[] ofType) {
    double gain = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double excess = 0;
      double variance = 0;
      for (int cell = 0; cell < CELLS; cell++) {
        long all = sum(ofType, cell, 0) + sum(ofType, cell, 1);
        if (all > 1) {
          double churned = sum(ofType, cell, 1);
          int at = (cell * BINS + bin) * 2;
          double here = ofType[at] + ofType[at + 1];
          double rate = churned / all;
          excess += ofType[at + 1] - here * rate;
          variance += here * (all - here) * rate * (1 - rate) / (all - 1);
        }
      }
      gain += variance < LEAST_VARIANCE ? 0 : excess * excess / variance - 1;
    }
    return gain;
  }

  /** {@return the customers of a cell with an outcome} */
  private static long sum(long[] ofType, int cell, int churned) {
    long sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += ofType[(cell * BINS + bin) * 2 + churned];
    }
    return sum;
  }
}
