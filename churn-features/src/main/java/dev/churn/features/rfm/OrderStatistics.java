package dev.churn.features.rfm;

/**
 * Finds an order statistic without sorting (Floyd and Rivest, Algorithm 489: Select, 1975). The
 * pivot is itself selected from a sample, so that few values other than those beyond the place are
 * compared twice.
 */
final class OrderStatistics {
  private static final int MANY = 600; // values from which on a sample pays off

  private OrderStatistics() {}

  /**
   * Reorders the values so that the one at {@code place} is where sorting would put it, none before
   * it is greater and none after it is less.
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
        return; // between the two, where all values equal the pivot
      }
    }
  }

  /**
   * Moves to {@code place} a value that sorting would probably put a little beyond it, towards the
   * middle.
   */
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
