package dev.churn.domain.usecase.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CustomerHashesTest {
  private static CustomerHashes of(Set<Long> hashes) {
    var found = new CustomerHashes();
    hashes.forEach(found::add);
    found.sort();
    return found;
  }

  @Test
  void what_was_added_is_found_and_nothing_else() {
    var random = new Random(1);
    Set<Long> added = new HashSet<>(Set.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L << 48));
    for (int i = 0; i < 100_000; i++) {
      added.add(i % 3 == 0 ? random.nextInt(1000) : random.nextLong());
    }
    CustomerHashes hashes = of(added);
    for (long hash : added) {
      assertThat(hashes.contains(hash)).isTrue();
      assertThat(hashes.contains(hash + 1)).isEqualTo(added.contains(hash + 1));
      assertThat(hashes.contains(~hash)).isEqualTo(added.contains(~hash));
    }
  }

  @Test
  void nothing_is_found_in_an_empty_set() {
    CustomerHashes hashes = of(Set.of());
    assertThat(hashes.contains(0)).isFalse();
    assertThat(hashes.contains(Long.MAX_VALUE)).isFalse();
    assertThat(hashes.contains(Long.MIN_VALUE)).isFalse();
  }
}
