package dev.churn.domain.usecase.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a model reads of a call's events, and what it says about the rest. */
class InterpretedEventsTest {
  private static final LocalDate DAY = LocalDate.parse("2024-03-01");
  private static final FeatureDefinition PURCHASES =
      new FeatureDefinition(Set.of("purchase", "order"), 100);
  private static final FeatureDefinition EVERYTHING = new FeatureDefinition(Set.of(), 100);

  private static CustomerEvent event(int daysAgo, String type) {
    return new CustomerEvent(
        DAY.minusDays(daysAgo), OptionalDouble.of(10), Optional.ofNullable(type));
  }

  private static List<String> warnings(FeatureDefinition definition, CustomerEvent... events) {
    return InterpretedEvents.of(List.of(events), DAY, definition).warnings();
  }

  @Test
  void events_that_all_count_are_read_as_they_are_without_a_word() {
    var events = List.of(event(3, "purchase"), event(40, " Order"), event(5, "PURCHASE"));

    assertThat(InterpretedEvents.of(events, DAY, PURCHASES))
        .isEqualTo(new InterpretedEvents(events, List.of()));
    assertThat(warnings(EVERYTHING, event(3, null), event(4, "x"))).isEmpty();
  }

  @Test
  void if_no_event_has_a_type_all_count_and_that_is_told() {
    var events = List.of(event(3, null), event(40, null));

    InterpretedEvents read = InterpretedEvents.of(events, DAY, PURCHASES);

    assertThat(read.events()).containsExactly(event(3, "order"), event(40, "order"));
    assertThat(read.warnings())
        .containsExactly(
            "No transaction has an event_type, so all 2 were counted as activity. The model counts"
                + " only 'order', 'purchase'.");
  }

  @Test
  void a_model_that_watches_types_says_so_if_no_event_has_a_type() {
    FeatureDefinition watching = EVERYTHING.watching(List.of("login", "order"));

    assertThat(warnings(watching, event(3, null), event(4, null)))
        .containsExactly(
            "No transaction has an event_type, so none counts as 'login', 'order', which the model"
                + " uses.");
    assertThat(warnings(watching, event(3, null), event(4, "x"))).isEmpty();
  }

  @Test
  void events_without_a_type_are_not_taken_for_a_watched_one() {
    FeatureDefinition watching = PURCHASES.watching(List.of("Order", "ticket"));

    assertThat(InterpretedEvents.of(List.of(event(3, null)), DAY, watching).events())
        .containsExactly(event(3, "purchase"));
  }

  @Test
  void an_event_without_a_type_beside_typed_ones_is_named() {
    var events = List.of(event(3, null), event(40, "purchase"));

    InterpretedEvents read = InterpretedEvents.of(events, DAY, PURCHASES);

    assertThat(read.events()).isEqualTo(events);
    assertThat(read.warnings())
        .containsExactly(
            "1 of 2 transactions has no event_type and was not counted as activity. The model"
                + " counts only 'order', 'purchase'.");
  }

  @Test
  void other_types_are_named_each_once_and_not_without_end() {
    assertThat(warnings(PURCHASES, event(3, "return"), event(4, "return"), event(5, "order")))
        .containsExactly(
            "2 of 3 transactions have other event types, 'return', and were not counted as"
                + " activity. The model counts only 'order', 'purchase'.");
    CustomerEvent[] many =
        IntStream.range(0, 9)
            .mapToObj(i -> event(i, i + "x\n".repeat(50)))
            .toArray(CustomerEvent[]::new);
    assertThat(warnings(PURCHASES, many).get(0))
        .contains("'0x x x", "…', '4", " and 4 more")
        .doesNotContain("\n")
        .hasSizeLessThan(500);
  }

  @Test
  void events_after_the_day_are_named_and_decide_nothing() {
    assertThat(warnings(EVERYTHING, event(-1, null), event(0, null)))
        .containsExactly(
            "1 of 2 transactions is after the as-of day 2024-03-01 and was not counted.");
    assertThat(warnings(PURCHASES, event(-1, "purchase"), event(0, null)))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("No transaction has an event_type, so it was counted");
  }

  @Test
  void a_call_without_amounts_is_told_so_by_a_model_that_knows_amounts() {
    var free = new CustomerEvent(DAY, OptionalDouble.empty(), Optional.of("order"));

    assertThat(warnings(PURCHASES, free))
        .containsExactly("No transaction has an amount, so the monetary features are 0.");
    assertThat(warnings(PURCHASES, free, event(1, "order"))).isEmpty();
    assertThat(warnings(new FeatureDefinition(Set.of(), FeatureDefinition.NO_AMOUNTS), free))
        .isEmpty();
  }
}
