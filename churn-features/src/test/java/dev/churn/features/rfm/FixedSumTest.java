package dev.churn.features.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.features.util.DoubleParser;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FixedSumTest {
  private final Random random = new Random(3);

  @Test
  void is_the_exact_sum_rounded_once() {
    for (int round = 0; round < 2000; round++) {
      long[] words = new long[2];
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = random.nextInt(60); i >= 0; i--) {
        double amount = Math.rint(random.nextGaussian() * 1e6) / 1e2 * scale();
        FixedSum.add(words, 0, amount);
        exact = exact.add(new BigDecimal(amount));
      }
      assertThat(FixedSum.toDouble(words[0], words[1])).isEqualTo(exact.doubleValue());
    }
  }

  @Test
  void a_sum_without_a_part_of_it_is_the_exact_sum_of_the_others() {
    for (int round = 0; round < 2000; round++) {
      long[] words = new long[4]; // the part, the whole
      BigDecimal others = BigDecimal.ZERO;
      for (int i = random.nextInt(60); i >= 0; i--) {
        double amount = Math.rint(random.nextGaussian() * 1e6) / 1e2 * scale();
        FixedSum.add(words, 2, amount);
        if (random.nextBoolean()) {
          FixedSum.add(words, 0, amount);
        } else {
          others = others.add(new BigDecimal(amount));
        }
      }
      assertThat(FixedSum.difference(words, 2, 0)).isEqualTo(others.doubleValue());
    }
  }

  /** Powers of two, so that amounts stay exact and of at least 2^-11 in size. */
  private double scale() {
    return Math.scalb(1.0, random.nextInt(16));
  }

  @Test
  void halves_are_rounded_to_even() {
    // 2^53 + 1 and 2^53 + 3 lie half-way between doubles; the lowest bit of all breaks the tie
    assertThat(FixedSum.toDouble((1L << 53) + 1, 0)).isEqualTo(0x1p53);
    assertThat(FixedSum.toDouble((1L << 53) + 3, 0)).isEqualTo(0x1p53 + 4);
    assertThat(FixedSum.toDouble((1L << 53) + 1, 1)).isEqualTo(0x1p53 + 2);
    assertThat(FixedSum.toDouble(-(1L << 53) - 1, 0)).isEqualTo(-0x1p53);
    assertThat(FixedSum.toDouble(Long.MAX_VALUE, -1)).isEqualTo(0x1p63);
  }

  @Test
  void what_is_too_small_is_cut_off_towards_zero_the_same_way_in_any_order() {
    long[] words = new long[2];
    for (double amount : new double[] {1e-300, -1e-300, Double.MIN_VALUE, 0.0, -0.0}) {
      FixedSum.add(words, 0, amount);
    }
    assertThat(words).containsExactly(0, 0);
    FixedSum.add(words, 0, 0x1.8p-64);
    FixedSum.add(words, 0, -0x1.8p-64);
    assertThat(words).containsExactly(0, 0);
    FixedSum.add(words, 0, -0x1p-64);
    assertThat(FixedSum.toDouble(words[0], words[1])).isEqualTo(-0x1p-64);
  }

  @Test
  void nine_million_of_the_largest_amounts_fit() {
    long[] words = new long[2];
    long[] one = new long[2];
    FixedSum.add(one, 0, DoubleParser.MAX_AMOUNT);
    for (int i = 0; i < 9_000_000; i++) {
      FixedSum.add(words, 0, one[0], one[1]);
    }
    assertThat(FixedSum.toDouble(words[0], words[1])).isEqualTo(9e18);
  }
}
