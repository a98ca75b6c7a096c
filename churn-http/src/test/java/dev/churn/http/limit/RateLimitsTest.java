package dev.churn.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {
  private final AtomicLong now = new AtomicLong();
  private final Buckets buckets =
      new Buckets(
          6,
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return now.get();
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  @Test
  void a_caller_gets_tokens_back_evenly_and_others_have_their_own() {
    for (int i = 5; i >= 0; i--) {
      assertThat(buckets.take("a").getRemainingTokens()).isEqualTo(i);
    }
    assertThat(buckets.take("a").isConsumed()).isFalse();
    assertThat(buckets.nanosToWait("a")).isEqualTo(10_000_000_000L);
    assertThat(buckets.take("b").isConsumed()).isTrue();
    assertThat(buckets.nanosToWait("b")).isZero();
    assertThat(buckets.nanosToWait("nobody")).isZero();

    now.addAndGet(10_000_000_000L);
    assertThat(buckets.take("a").isConsumed()).isTrue();
    assertThat(buckets.take("a").isConsumed()).isFalse();
  }

  @Test
  void of_many_callers_the_one_that_was_away_longest_is_forgotten() {
    buckets.take("first");
    buckets.take("second");
    for (int i = 0; i < Buckets.MAX_CALLERS - 1; i++) {
      buckets.take("first");
      buckets.take("caller " + i);
      now.addAndGet(1);
    }

    assertThat(buckets.take("first").isConsumed()).isFalse();
    assertThat(buckets.take("second").getRemainingTokens()).isEqualTo(5);
  }

  @Test
  void addresses_of_one_network_are_one_caller() {
    assertThat(RateLimits.network("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(RateLimits.network("2001:db8:0:1:aa:bb:cc:dd"))
        .isEqualTo(RateLimits.network("2001:db8:0:1:0:0:0:1"))
        .isNotEqualTo(RateLimits.network("2001:db8:0:2:0:0:0:1"));
  }
}
