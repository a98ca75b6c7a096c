package dev.churn.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbsentActivityTest {
  @Test
  void types_that_occur_in_any_case_are_no_reason_to_warn() {
    assertThat(AbsentActivity.warning(Set.of("purchase"), List.of(" PURCHASE", "login"))).isEmpty();
    assertThat(AbsentActivity.warning(Set.of(), List.of("login"))).isEmpty();
  }

  @Test
  void a_type_that_does_not_occur_is_named_with_the_nearest_that_does() {
    assertThat(
            AbsentActivity.warning(
                Set.of("purchse", "login"), List.of("purchase", "login", "purge")))
        .contains("No row is of the activity event types 'purchse' (the nearest is 'purchase').");
  }

  @Test
  void a_type_by_which_customers_leave_is_missed_too() {
    assertThat(AbsentActivity.ofChurn(Set.of("canceled"), List.of("usage", "cancelled")))
        .contains("No row is of the churn event types 'canceled' (the nearest is 'cancelled').");
    assertThat(AbsentActivity.ofChurn(Set.of(), List.of("usage"))).isEmpty();
  }

  @Test
  void without_a_near_one_some_that_occur_are_named() {
    assertThat(AbsentActivity.warning(Set.of("order"), List.of("view", "click")))
        .contains("No row is of the activity event types 'order'; there are 'click', 'view'.");
    assertThat(AbsentActivity.warning(Set.of("order"), List.of()))
        .contains("No row is of the activity event types 'order'; no row has an event type.");
  }

  @Test
  void a_long_type_is_shortened_without_splitting_a_character() {
    String type = "x".repeat(39) + "😀" + "y".repeat(9);

    assertThat(AbsentActivity.warning(Set.of(type), List.of()).orElseThrow())
        .contains("'" + "x".repeat(39) + "😀…'");
  }

  @Test
  void distances_count_letters_to_change() {
    assertThat(SimilarNames.distance("amount", "amount")).isZero();
    assertThat(SimilarNames.distance("amout", "amount")).isEqualTo(1);
    assertThat(SimilarNames.distance("evnet", "event")).isEqualTo(1);
    assertThat(SimilarNames.distance("", "abc")).isEqualTo(3);
    assertThat(SimilarNames.distance("kitten", "sitting")).isEqualTo(3);
  }
}
