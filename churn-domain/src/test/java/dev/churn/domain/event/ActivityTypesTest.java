package dev.churn.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.FeatureDefinition;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActivityTypesTest {
  @Test
  void a_type_is_matched_however_it_is_written() {
    var types = new ActivityTypes(Set.of("Purchase", " online  order ", "STRASSE", "ÉTÉ"));

    for (String type :
        List.of(
            "purchase",
            "PURCHASE",
            " Purchase\t",
            "\u00A0purchase\uFEFF",
            "Online Order",
            "online\u00A0\u2003order",
            "Straße",
            "été")) {
      assertThat(types.contains(type)).as(type).isTrue();
    }
    for (String type : List.of("purchases", "onlineorder", "re purchase", "", " ")) {
      assertThat(types.contains(type)).as(type).isFalse();
    }
    assertThat(types.size()).isEqualTo(4);
    assertThat(types.isEverything()).isFalse();
  }

  @Test
  void spellings_of_one_type_are_one_type() {
    assertThat(new ActivityTypes(Set.of("Order", "order ", "ORDER")).size()).isEqualTo(1);
  }

  @Test
  void without_types_everything_counts() {
    var types = new ActivityTypes(Set.of());

    assertThat(types.isEverything()).isTrue();
    assertThat(types.contains("whatever")).isTrue();
  }

  @Test
  void two_lists_are_the_same_however_their_types_are_spelled() {
    assertThat(
            ActivityTypes.areSame(
                Set.of("Cancelled", "Expired "), List.of("expired", "cancelled", "CANCELLED")))
        .isTrue();
    assertThat(ActivityTypes.areSame(Set.of("cancelled"), Set.of("canceled"))).isFalse();
    assertThat(ActivityTypes.areSame(Set.of(), Set.of("cancelled"))).isFalse();
    assertThat(ActivityTypes.areSame(Set.of(), Set.of())).isTrue();
  }

  @Test
  void definitions_have_the_same_events_however_these_are_spelled() {
    var one = new FeatureDefinition(Set.of("Order"), Set.of("Cancelled"), 1);

    assertThat(one.hasSameEvents(new FeatureDefinition(Set.of("ORDER"), Set.of("cancelled"), 2)))
        .isTrue();
    assertThat(one.hasSameEvents(new FeatureDefinition(Set.of("order"), Set.of("expired"), 1)))
        .isFalse();
    assertThat(one.hasSameEvents(new FeatureDefinition(Set.of("visit"), Set.of("cancelled"), 1)))
        .isFalse();
  }
}
