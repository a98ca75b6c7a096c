package dev.churn.features.util;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BytesTest {
  private final Random random = new Random(3);

  @Test
  void eight_at_a_time_is_as_one_by_one() {
    for (int i = 0; i < 50_000; i++) {
      byte[] a = bytes();
      byte[] b = a.clone();
      int from = random.nextInt(4);
      int to = from + random.nextInt(a.length - 12);
      if (to > from && random.nextBoolean()) {
        b[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
      }
      boolean equal = Arrays.equals(a, from, to, b, from, to);

      assertThat(Bytes.equal(a, from, b, from, to - from)).isEqualTo(equal);
      assertThat(Bytes.hash(a, from, to) == Bytes.hash(b, from, to)).isEqualTo(equal);
      assertThat(Bytes.arePrintable(b, from, to))
          .isEqualTo(
              new String(b, from, to - from, UTF_8).chars().allMatch(c -> c >= ' ' && c < 0x7F));
      assertThat(
              Integer.signum(
                  Long.compareUnsigned(Bytes.bigEndian(a, from, to), Bytes.bigEndian(b, from, to))))
          .isEqualTo(
              Integer.signum(
                  Arrays.compareUnsigned(
                      a, from, Math.min(to, from + 8), b, from, Math.min(to, from + 8))));
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[13 + random.nextInt(30)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(26));
    }
    return bytes;
  }
}
