package dev.churn.training.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RadixSortTest {
  private static void assertSortedAsByComparison(double[] values) {
    double[] expected = values.clone();
    Arrays.sort(expected);

    RadixSort.sort(values);

    assertThat(values).isEqualTo(expected);
  }

  @Test
  void numbers_of_all_sizes_and_signs_come_in_order() {
    var random = new Random(1);
    double[] values = new double[5000];
    Arrays.setAll(values, i -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
    values[7] = Double.NEGATIVE_INFINITY;
    values[8] = Double.MAX_VALUE;
    values[9] = 0.0;
    values[10] = -0.0;

    assertSortedAsByComparison(values);
  }

  @Test
  void whole_numbers_and_equal_ones_do_too() {
    var random = new Random(2);

    assertSortedAsByComparison(random.ints(3000, -20, 700).mapToDouble(i -> i).toArray());
    assertSortedAsByComparison(new double[3000]);
    assertSortedAsByComparison(new double[] {2, 1});
    assertSortedAsByComparison(new double[0]);
  }
}
