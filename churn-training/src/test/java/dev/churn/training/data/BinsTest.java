package dev.churn.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.training.data.Bins.Bin;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinsTest {
  private static Bin bin(double... column) {
    return Bin.of(column, IntStream.range(0, column.length).toArray());
  }

  private static int code(Bin bin, int row) {
    return bin.codes()[row] & 0xFF;
  }

  @Test
  void few_values_have_a_bin_each_and_part_half_way() {
    Bin bin = bin(5, 1, 5, -3, 2);

    assertThat(bin.count()).isEqualTo(4);
    assertThat(IntStream.range(0, 5).map(row -> code(bin, row))).containsExactly(3, 1, 3, 0, 2);
    assertThat(bin.threshold(0, 1)).isEqualTo(-1);
    assertThat(bin.threshold(2, 3)).isEqualTo(3.5);
  }

  @Test
  void where_a_node_lacks_bins_it_parts_half_way_between_those_that_it_has() {
    assertThat(bin(0, 1, 2, 10).threshold(0, 3)).isEqualTo(5);
  }

  @Test
  void rows_that_are_not_binned_by_go_where_their_values_do() {
    Bin bin = Bin.of(new double[] {0, 10, 20, 4, 6, -99, 99}, new int[] {0, 1, 2});

    assertThat(IntStream.range(0, 7).map(row -> code(bin, row)))
        .containsExactly(0, 1, 2, 0, 1, 0, 2);
  }

  @Test
  void a_value_below_a_threshold_and_a_bin_left_of_it_are_the_same() {
    var random = new Random(4);
    double[] column = random.doubles(20_000).map(u -> Math.exp(20 * u - 10)).toArray();
    Bin bin = bin(column);

    assertThat(bin.count()).isEqualTo(Bins.MAX);
    for (int left = 0; left < bin.count() - 1; left++) {
      double threshold = bin.threshold(left, left + 1);
      for (int row = 0; row < column.length; row += 7) {
        assertThat(column[row] < threshold).isEqualTo(code(bin, row) <= left);
      }
    }
  }

  @Test
  void bins_hold_about_as_many_rows_each_and_a_frequent_value_takes_none_from_the_others() {
    var random = new Random(4);
    double[] column = new double[51_000];
    Arrays.setAll(column, i -> i < 25_500 ? 0.5 : random.nextDouble());
    Bin bin = bin(column);
    int[] sizes = new int[bin.count()];
    IntStream.range(0, column.length).forEach(row -> sizes[code(bin, row)]++);

    assertThat(bin.count()).isGreaterThan(Bins.MAX - 10);
    assertThat(Arrays.stream(sizes).filter(size -> size > 210)).hasSize(1);
    assertThat(Arrays.stream(sizes).filter(size -> size < 90)).hasSizeLessThan(3);
  }

  @Test
  void the_largest_the_closest_and_zeros_of_either_sign_are_parted_right() {
    double next = Math.nextUp(1.0);
    Bin bin = bin(-Double.MAX_VALUE, Double.MAX_VALUE, 1, next, 0.0, -0.0, Double.MIN_VALUE);

    assertThat(IntStream.range(0, 7).map(row -> code(bin, row)))
        .containsExactly(0, 5, 3, 4, 1, 1, 2);
    assertThat(bin.threshold(3, 4)).isEqualTo(next);
    assertThat(bin.threshold(1, 2)).isEqualTo(Double.MIN_VALUE);
    assertThat(bin.threshold(0, 5)).isZero();
  }
}
