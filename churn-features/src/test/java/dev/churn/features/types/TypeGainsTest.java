package dev.churn.features.types;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.features.event.RowSink;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TypeGainsTest {
  private static final int AS_OF = 20_000;
  private static final int HORIZON = 30;
  private static final FeatureDefinition EVERYTHING = definition(Set.of(), Set.of());

  private final EventCodes codes = new EventCodes(List.of("order", "ticket"), EVERYTHING);
  private final EventSample sample = new EventSample(codes, 1000, 1000);

  private static FeatureDefinition definition(Set<String> activity, Set<String> churn) {
    return new FeatureDefinition(activity, churn, FeatureDefinition.NO_AMOUNTS);
  }

  private static void add(EventSample sample, String customer, int day, String type) {
    byte[] id = customer.getBytes(UTF_8);
    sample.row(id, 0, id.length, day, Double.NaN, type, RowSink.NO_LABEL);
  }

  private static double[] gains(EventCodes codes, EventSample sample, int... asOf) {
    var gains = new TypeGains(codes, asOf, HORIZON);
    gains.add(EventSample.merged(List.of(sample)));
    return gains.get();
  }

  /** Customers who ordered 10 days ago, of whom some had a ticket on that day. */
  private void customers(String name, int count, boolean hasTicket, boolean churns) {
    for (int i = 0; i < count; i++) {
      String customer = name + i;
      add(sample, customer, AS_OF - 10, "order");
      if (hasTicket) {
        add(sample, customer, AS_OF - 10, "Ticket ");
      }
      if (!churns) {
        add(sample, customer, AS_OF + HORIZON, "order");
      }
    }
  }

  @Test
  void a_gain_compares_the_churners_of_each_part_with_the_rate_of_all() {
    customers("a", 12, true, true);
    customers("b", 4, true, false);
    customers("c", 5, false, true);
    customers("d", 9, false, false);

    // 17 of 30 churned; the 16 with a ticket and the 14 without have the same variance
    double excess = 12 - 16 * 17 / 30.0;
    double variance = 16 * 14 * 17 * 13 / (30.0 * 30 * 29);
    assertThat(gains(codes, sample, AS_OF)[1])
        .isCloseTo(2 * (excess * excess / variance - 1), within(1e-9));
    assertThat(gains(codes, sample, AS_OF)[0]).isZero(); // everybody ordered
  }

  @Test
  void the_customers_of_several_days_count_together_and_events_after_a_day_do_not() {
    customers("a", 12, true, true);
    customers("b", 20, false, false);
    double before = gains(codes, sample, AS_OF)[1];

    assertThat(before).isCloseTo(2 * (31 - 1), within(1e-9)); // N - 1 where all is told
    assertThat(gains(codes, sample, AS_OF, AS_OF - 11)[1]).isEqualTo(before); // nobody was known
  }

  @Test
  void a_part_of_very_few_customers_tells_nothing() {
    customers("a", 1, true, true);
    customers("b", 300, false, false);

    assertThat(gains(codes, sample, AS_OF)).containsExactly(0, 0);
  }

  @Test
  void the_order_of_events_and_their_division_do_not_matter() {
    customers("a", 3, true, true);
    customers("b", 5, false, false);
    double[] whole = gains(codes, sample, AS_OF);
    long[] events = EventSample.merged(List.of(sample));
    var one = new EventSample(codes, 1000, 1000);
    var other = new EventSample(codes, 1000, 1000);
    for (int i = 4; i >= 0; i--) {
      if (i < 3) {
        add(i == 1 ? one : other, "a" + i, AS_OF - 10, "ticket");
        add(other, "a" + i, AS_OF - 10, "order");
      }
      add(other, "b" + i, AS_OF + HORIZON, "order");
      add(one, "b" + i, AS_OF - 10, "order");
      add(other, "b" + i, AS_OF - 10, "order"); // known already
    }

    assertThat(EventSample.merged(List.of(one, other))).isEqualTo(events);
    assertThat(gains(codes, sample, AS_OF)).isEqualTo(whole);
  }

  @Test
  void a_file_of_more_events_is_sampled_by_customer() {
    var some = new EventSample(codes, 1000, 4000);
    for (int i = 0; i < 2000; i++) {
      add(some, "c" + i, AS_OF - 10, "order");
      add(some, "c" + i, AS_OF + 5, "order");
    }

    long[] events = EventSample.merged(List.of(some));
    assertThat(events.length).isBetween(800, 1200).isEven();
    assertThat(Arrays.stream(events).map(EventSample::day))
        .containsOnly((long) AS_OF - 10, (long) AS_OF + 5);
  }

  @Test
  void where_customers_leave_by_events_those_who_have_left_do_not_count_and_silence_is_no_churn() {
    var leaving = new EventCodes(List.of("order", "ticket"), definition(Set.of(), Set.of("gone")));
    var events = new EventSample(leaving, 1000, 1000);
    for (int i = 0; i < 8; i++) {
      add(events, "leaves" + i, AS_OF - 10, "order");
      add(events, "leaves" + i, AS_OF - 10, "ticket");
      add(events, "leaves" + i, AS_OF + 3, "GONE");
      add(events, "silent" + i, AS_OF - 10, "order");
      add(events, "left" + i, AS_OF - 10, "order");
      add(events, "left" + i, AS_OF, "gone");
    }

    assertThat(gains(leaving, events, AS_OF)[1]).isCloseTo(2 * (15 - 1), within(1e-9));
  }

  @Test
  void only_activity_makes_a_customer_known_and_ends_a_silence() {
    var some = new EventCodes(List.of("order", "ticket"), definition(Set.of("order"), Set.of()));
    var events = new EventSample(some, 1000, 1000);
    for (int i = 0; i < 8; i++) {
      add(events, "churns" + i, AS_OF - 10, "order");
      add(events, "churns" + i, AS_OF - 5, "ticket");
      add(events, "churns" + i, AS_OF + 5, "ticket");
      add(events, "stays" + i, AS_OF - 10, "order");
      add(events, "stays" + i, AS_OF + 5, "order");
      add(events, "unknown" + i, AS_OF - 5, "ticket");
    }

    assertThat(gains(some, events, AS_OF)[1]).isCloseTo(2 * (15 - 1), within(1e-9));
  }
}
