package dev.churn.features.rfm;

/**
 * Finds what sorting would put at a place, without sorting (Floyd and Rivest, Algorithm 489:
 * Select, 1975): what splits the values is itself selected, from a sample, so that hardly more than
 * the values beyond the place are looked at twice.
 */
final class OrderStatistics {
  private static final int MANY = 600; // for which a sample is worth its while

  private OrderStatistics() {}

  /**
   * Moves values so that the one at {@code place} is where sorting would put it, none before it is
   * greater and none behind it is less.
   *
   * @param values none of them NaN
   */
  static void select(double[] values, int place) {
    select(values, 0, values.length - 1, place);
  }

  private static void select(double[] values, int first, int last, int place) {
    int from = first;
    int to = last;
    while (from < to) {
      if (to - from > MANY) {
        selectSample(values, from, to, place);
      }
      double pivot = values[place];
      int left = from;
      int right = to;
      while (left <= right) {
        while (values[left] < pivot) {
          left++;
        }
        while (values[right] > pivot) {
          right--;
        }
        if (left <= right) {
          double value = values[left];
          values[left++] = values[right];
          values[right--] = value;
        }
      }
      if (place <= right) {
        to = right;
      } else if (place >= left) {
        from = left;
      } else {
        return; // between both, where all are the pivot
      }
    }
  }

  /** Puts a value at a place that is likely to belong a little beyond it, towards the middle. */
  private static void selectSample(double[] values, int from, int to, int place) {
    double count = to - from + 1.0;
    double rank = place - from + 1.0;
    double log = Math.log(count);
    double size = 0.5 * Math.exp(2 * log / 3);
    double deviation = 0.5 * Math.sqrt(log * size * (count - size) / count);
    double shift = rank < count / 2 ? -deviation : deviation;
    int first = (int) Math.max(from, place - rank * size / count + shift);
    int last = (int) Math.min(to, place + (count - rank) * size / count + shift);
    select(values, first, last, place);
  }
}
