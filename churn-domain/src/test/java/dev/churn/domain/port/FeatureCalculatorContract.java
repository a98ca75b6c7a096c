package dev.churn.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link FeatureCalculator} keeps. */
public abstract class FeatureCalculatorContract {
  private static final FeatureDefinition DEFINITION = new FeatureDefinition(Set.of(), 100);
  private static final LocalDate AS_OF = LocalDate.parse("2024-03-01");
  private static final CustomerEvent FIRST = event("2024-01-15", 150.5);
  private static final CustomerEvent SECOND = event("2024-02-20", 80);
  private static final CustomerEvent LATER = event("2024-03-02", 1000);

  protected abstract FeatureCalculator calculator();

  private static CustomerEvent event(String day, double amount) {
    return CustomerEvent.of(LocalDate.parse(day), amount);
  }

  private FeatureVector compute(CustomerEvent... events) {
    return calculator().compute(List.of(events), AS_OF, DEFINITION);
  }

  @Test
  void the_order_of_events_does_not_matter() {
    assertThat(compute(SECOND, FIRST)).isEqualTo(compute(FIRST, SECOND));
  }

  @Test
  void events_after_the_as_of_day_do_not_count() {
    assertThat(compute(FIRST, SECOND, LATER)).isEqualTo(compute(FIRST, SECOND));
  }

  @Test
  void many_days_give_what_each_of_them_gives() {
    List<LocalDate> days = List.of(AS_OF.plusDays(40), AS_OF, AS_OF.plusDays(1));

    assertThat(calculator().computeEach(List.of(FIRST, SECOND, LATER), days, DEFINITION))
        .isEqualTo(
            days.stream()
                .map(day -> calculator().compute(List.of(FIRST, SECOND, LATER), day, DEFINITION))
                .toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void a_customer_without_an_event_so_far_has_no_features() {
    assertThatThrownBy(() -> compute(LATER)).satisfies(Contracts.hasCode(ErrorCode.UNPROCESSABLE));
    assertThatThrownBy(
            () ->
                calculator()
                    .computeEach(
                        List.of(SECOND), List.of(AS_OF, SECOND.day().minusDays(1)), DEFINITION))
        .satisfies(Contracts.hasCode(ErrorCode.UNPROCESSABLE));
  }
}
