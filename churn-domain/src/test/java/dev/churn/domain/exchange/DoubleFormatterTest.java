package dev.churn.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DoubleFormatterTest {
  private final Random random = new Random(5);

  private static String written(double value) {
    byte[] out = new byte[DoubleFormatter.MAX_LENGTH + 1];
    int end = DoubleFormatter.write(value, out, 1);
    return new String(out, 1, end - 1, StandardCharsets.US_ASCII);
  }

  private static void assertAsJava(double value) {
    assertThat(written(value)).isEqualTo(Double.toString(value));
    assertThat(written(-value)).isEqualTo(Double.toString(-value));
  }

  @Test
  void numbers_of_the_size_of_features_are_written_as_java_does() {
    for (int i = 0; i < 200_000; i++) {
      double ofAnySize = Math.scalb(random.nextDouble(), random.nextInt(40) - 10);
      assertThat(written(ofAnySize)).isEqualTo(Double.toString(ofAnySize));
      double ratio = random.nextInt(100_000) / (double) (1 + random.nextInt(500));
      assertThat(written(ratio)).isEqualTo(Double.toString(ratio));
      double cents = random.nextInt(1_000_000) / 100.0;
      assertThat(written(cents)).isEqualTo(Double.toString(cents));
    }
  }

  @Test
  void neighbors_of_short_decimals_are_written_as_java_does() {
    for (int i = 0; i < 100_000; i++) {
      double near = random.nextInt(10_000_000) / Math.pow(10, random.nextInt(7));
      assertThat(written(Math.nextUp(near))).isEqualTo(Double.toString(Math.nextUp(near)));
      assertThat(written(Math.nextDown(near))).isEqualTo(Double.toString(Math.nextDown(near)));
    }
  }

  @Test
  void whole_numbers_powers_of_two_and_extremes_are_written_as_java_does() {
    for (int exponent = -1074; exponent < 1024; exponent++) {
      double power = Math.scalb(1.0, exponent);
      assertAsJava(power);
      assertAsJava(Math.nextUp(power));
      assertAsJava(Math.nextDown(power));
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(written(i)).isEqualTo(Double.toString(i));
    }
    for (double value : new double[] {0.0, 9_999_999.0, 1e7, 1e-3, 9.99e-4, 1e12, 99.99999999}) {
      assertAsJava(value);
    }
    assertAsJava(Double.MAX_VALUE);
  }

  @Test
  void multiples_of_a_quarter_and_their_neighbors_are_written_as_java_does() {
    for (int quarters = 0; quarters < 4100; quarters++) {
      double value = quarters / 4.0;
      assertAsJava(value);
      assertAsJava(Math.nextUp(value));
      assertAsJava(Math.nextDown(value));
    }
  }

  @Test
  void small_numbers_are_written_as_java_does() {
    for (int i = 0; i < 400_000; i++) {
      assertAsJava(Math.scalb(1 + random.nextDouble(), -5 - random.nextInt(18)));
      assertAsJava(random.nextInt(100_000) / Math.pow(10, 5 + random.nextInt(7)));
      assertAsJava(Math.nextDown(random.nextInt(1000) / 1e7));
    }
    for (double value : new double[] {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 2e-5, 9.5e-7, 0.001234}) {
      assertAsJava(value);
      assertAsJava(Math.nextUp(value));
      assertAsJava(Math.nextDown(value));
    }
  }
}
