package dev.churn.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.feature.FeatureDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WatchedTypesTest {
  private static final ChurnEvents SILENCE = new ChurnEvents(Set.of());

  @Test
  void common_types_are_listed_by_how_frequent_they_are() {
    Map<String, Long> counts =
        Map.of("visit", 500L, "ticket", 30L, "login", 900L, "order", 250L, "rating", 130L);

    assertThat(WatchedTypes.common(counts, 1810, SILENCE))
        .containsExactly("login", "visit", "order", "rating", "ticket");
  }

  @Test
  void of_about_equally_frequent_types_the_first_name_comes_first() {
    Map<String, Long> next = Map.of("e", 61L, "d", 50L, "c", 55L, "b", 51L, "a", 52L);
    Map<String, Long> other = Map.of("e", 140L, "d", 50L, "c", 55L, "b", 51L, "a", 52L);

    assertThat(WatchedTypes.common(next, 269, SILENCE)).containsExactly("a", "b", "c", "d", "e");
    assertThat(WatchedTypes.common(other, 348, SILENCE)).containsExactly("e", "a", "b", "c", "d");
  }

  @Test
  void the_types_with_the_greatest_gains_are_watched_in_the_order_of_their_names() {
    List<String> common = List.of("login", "visit", "order", "rating", "ticket", "banner");

    assertThat(WatchedTypes.chosen(common, new double[] {1, 5, 0, 2, 9, 0.5}))
        .containsExactly("login", "rating", "ticket", "visit");
    assertThat(WatchedTypes.chosen(common.subList(0, 2), new double[] {0, 7}))
        .containsExactly("login", "visit");
  }

  @Test
  void where_types_tell_nothing_the_most_frequent_ones_are_watched() {
    List<String> common = List.of("login", "visit", "order", "rating", "ticket", "banner");

    assertThat(WatchedTypes.chosen(common, new double[6]))
        .containsExactly("login", "order", "rating", "visit");
    assertThat(WatchedTypes.chosen(common, new double[] {-9, -3, 0, -1, 4, -2}))
        .containsExactly("login", "order", "ticket", "visit");
    assertThat(WatchedTypes.chosen(List.of(), new double[0])).isEmpty();
  }

  @Test
  void spellings_of_one_type_count_together() {
    Map<String, Long> counts = Map.of("Return", 12L, "return ", 8L, "order", 100L);

    assertThat(WatchedTypes.common(counts, 120, SILENCE)).containsExactly("order", "return");
    assertThat(
            WatchedTypes.common(Map.of("Return", 12L, "return ", 7L, "order", 100L), 119, SILENCE))
        .isEmpty();
  }

  @Test
  void a_type_is_common_from_one_in_a_thousand_events_on() {
    assertThat(WatchedTypes.common(Map.of("order", 90_000L, "return", 100L), 100_000, SILENCE))
        .containsExactly("order", "return");
    assertThat(WatchedTypes.common(Map.of("order", 90_000L, "return", 100L), 100_001, SILENCE))
        .isEmpty();
  }

  @Test
  void one_type_alone_and_events_by_which_customers_leave_are_not_watched() {
    var leaving = new ChurnEvents(Set.of("Cancelled"));
    Map<String, Long> counts = Map.of("pay", 500L, "cancelled", 100L, "CANCELLED", 30L);

    assertThat(WatchedTypes.common(Map.of("pay", 500L), 900, SILENCE)).isEmpty();
    assertThat(WatchedTypes.common(counts, 630, leaving)).isEmpty();
    assertThat(WatchedTypes.common(counts, 630, SILENCE)).containsExactly("pay", "cancelled");
  }

  @Test
  void a_definition_reads_features_that_have_all_types_which_it_watches() {
    var plain = new FeatureDefinition(Set.of("order"), 7);
    FeatureDefinition watching = plain.watching(List.of("order", "return"));

    assertThat(plain.canRead(plain)).isTrue();
    assertThat(plain.canRead(watching)).isTrue();
    assertThat(watching.canRead(watching)).isTrue();
    assertThat(watching.canRead(plain)).isFalse();
    assertThat(watching.canRead(plain.watching(List.of("return", "order")))).isTrue();
    assertThat(plain.watching(List.of("return")).canRead(watching)).isTrue();
    assertThat(plain.watching(List.of("ticket")).canRead(watching)).isFalse();
    assertThat(watching.canRead(new FeatureDefinition(Set.of("visit"), 7))).isFalse();
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
