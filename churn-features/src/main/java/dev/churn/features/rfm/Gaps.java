package dev.churn.features.rfm;

import dev.churn.domain.feature.FurtherFeature;

/**
 * The last gaps between active days up to an as-of day, at most {@value #MOST}, all within the
 * window of gaps. Sums are integers, so that they are exact.
 */
final class Gaps {
  private static final int MOST = 8;
  private static final int RECENT = 4;
  private static final int QUARTERS = 4;

  private int count;
  private long last;
  private long recent; // sum of the last RECENT gaps
  private long sum;
  private long squares;

  Gaps(StateLayout layout, long[] state, int at, int asOf) {
    int from = Math.max(0, asOf - FurtherFeature.GAP_WINDOW_DAYS + 1 - layout.days().firstBit());
    DayBits.Backwards days = layout.days().backwards(state, at, asOf);
    int later = days.next();
    while (later >= from && count < MOST) {
      int earlier = days.next();
      if (earlier >= from) {
        add(later - earlier);
      }
      later = earlier;
    }
  }

  private void add(long gap) {
    last = count == 0 ? gap : last;
    recent += count < RECENT ? gap : 0;
    sum += gap;
    squares += gap * gap;
    count++;
  }

  /** {@return the last gap in days, or {@code otherwise} if there is none} */
  double lastOr(double otherwise) {
    return count == 0 ? otherwise : last;
  }

  /** {@return the mean of the last four gaps in days, or {@code otherwise} if there is none} */
  double meanOfRecentOr(double otherwise) {
    return count == 0 ? otherwise : (double) recent / Math.min(RECENT, count);
  }

  /**
   * {@return the standard deviation of the gaps around their mean, to a quarter of a day; 0 for
   * fewer than two} Rounded values repeat, so that tables are written faster.
   */
  double spread() {
    return count < 2
        ? 0
        : Math.rint(QUARTERS * Math.sqrt((double) (count * squares - sum * sum)) / count)
            / QUARTERS;
  }
}
