package dev.churn.features;

/** Finds what sorting would put at a place, without sorting (Hoare, Find, 1961). */
final class OrderStatistics {
  private OrderStatistics() {}

  /**
   * Moves values so that the one at {@code place} is where sorting would put it, none before it is
   * greater and none behind it is less.
   *
   * @param values none of them NaN
   */
  static void select(double[] values, int place) {
    int from = 0;
    int to = values.length - 1;
    while (from < to) {
      double pivot = median(values[from], values[(from + to) >>> 1], values[to]);
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

  private static double median(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
