package dev.churn.domain.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WatchedTypesTest {
  private static final ChurnEvents SILENCE = new ChurnEvents(Set.of());

  @Test
  void the_most_frequent_types_are_watched_in_the_order_of_their_names() {
    Map<String, Long> counts =
        Map.of("visit", 500L, "ticket", 30L, "login", 900L, "order", 400L, "rating", 200L);

    assertThat(WatchedTypes.choose(counts, 2030, SILENCE))
        .containsExactly("login", "order", "rating", "visit");
  }

  @Test
  void of_equally_frequent_types_the_first_names_are_taken() {
    Map<String, Long> counts = Map.of("e", 50L, "d", 50L, "c", 50L, "b", 50L, "a", 50L);

    assertThat(WatchedTypes.choose(counts, 250, SILENCE)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void nearly_as_frequent_types_keep_their_places_in_the_next_file() {
    Map<String, Long> next = Map.of("e", 61L, "d", 50L, "c", 55L, "b", 51L, "a", 52L);
    Map<String, Long> other = Map.of("e", 140L, "d", 50L, "c", 55L, "b", 51L, "a", 52L);

    assertThat(WatchedTypes.choose(next, 269, SILENCE)).containsExactly("a", "b", "c", "d");
    assertThat(WatchedTypes.choose(other, 348, SILENCE)).containsExactly("a", "b", "c", "e");
  }

  @Test
  void spellings_of_one_type_count_together() {
    Map<String, Long> counts = Map.of("Return", 12L, "return ", 8L, "order", 100L);

    assertThat(WatchedTypes.choose(counts, 120, SILENCE)).containsExactly("order", "return");
    assertThat(
            WatchedTypes.choose(Map.of("Return", 12L, "return ", 7L, "order", 100L), 119, SILENCE))
        .isEmpty();
  }

  @Test
  void a_type_is_common_from_one_in_a_hundred_events_on() {
    assertThat(WatchedTypes.choose(Map.of("order", 9000L, "return", 100L), 10_000, SILENCE))
        .containsExactly("order", "return");
    assertThat(WatchedTypes.choose(Map.of("order", 9000L, "return", 100L), 10_001, SILENCE))
        .isEmpty();
  }

  @Test
  void one_type_alone_and_events_by_which_customers_leave_are_not_watched() {
    var leaving = new ChurnEvents(Set.of("Cancelled"));
    Map<String, Long> counts = Map.of("pay", 500L, "cancelled", 100L, "CANCELLED", 30L);

    assertThat(WatchedTypes.choose(Map.of("pay", 500L), 900, SILENCE)).isEmpty();
    assertThat(WatchedTypes.choose(counts, 630, leaving)).isEmpty();
    assertThat(WatchedTypes.choose(counts, 630, SILENCE)).containsExactly("cancelled", "pay");
  }

  @Test
  void a_definition_reads_features_with_other_types_only_if_it_watches_none() {
    var plain = new FeatureDefinition(Set.of("order"), 7);
    FeatureDefinition watching = plain.watching(List.of("order", "return"));

    assertThat(plain.canRead(plain)).isTrue();
    assertThat(plain.canRead(watching)).isTrue();
    assertThat(watching.canRead(watching)).isTrue();
    assertThat(watching.canRead(plain)).isFalse();
    assertThat(watching.canRead(plain.watching(List.of("return", "order")))).isFalse();
    assertThat(plain.canRead(watching.withReference(8))).isFalse();
  }

  @Test
  void a_definition_watches_a_few_different_types() {
    var plain = new FeatureDefinition(Set.of(), 1);

    for (List<String> types :
        List.of(List.of("a", " A"), List.of(""), List.of("a", "b", "c", "d", "e"))) {
      assertThatThrownBy(() -> plain.watching(types)).hasMessageContaining("at most 4 different");
    }
  }
}
