package dev.churn.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RefusedLinesTest {
  private final RefusedLines lines = new RefusedLines();

  private long written(int status) {
    return IntStream.range(0, 1000).filter(i -> lines.leftOut(status) >= 0).count();
  }

  @Test
  void a_flood_of_refusals_leaves_few_lines_and_what_was_served_leaves_all() {
    assertThat(written(404)).isBetween(100L, 200L); // a second may end on the way
    assertThat(written(421)).isBetween(100L, 200L);
    assertThat(written(200)).isEqualTo(1000);
  }

  @Test
  void the_next_line_says_how_many_were_left_out() throws InterruptedException {
    long leftOut = 1000 - written(404);
    Thread.sleep(1001);

    assertThat(lines.leftOut(404)).isEqualTo(leftOut);
    assertThat(lines.leftOut(404)).isZero();
  }
}
