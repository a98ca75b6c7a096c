package dev.churn.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.definition.ReturnRate.Return;
import dev.churn.domain.feature.ActiveWindow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChurnDefinitionTest {
  private static final LocalDate FIRST = LocalDate.parse("2022-01-01");
  private static final int LAST = 1095;

  /**
   * Customers who come on a random day of the first two years, buy at a rate of their own and leave
   * after a purchase with a chance of .07; days from {@link #FIRST} on.
   */
  private static List<int[]> customers(int size, long seed) {
    var random = new Random(seed);
    List<int[]> customers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double daysBetween = 8 + 60 * -Math.log(1 - random.nextDouble());
      var days = IntStream.builder();
      double day = random.nextInt(730);
      while (day <= LAST) {
        days.add((int) day);
        if (random.nextDouble() < 0.07) {
          break;
        }
        day += Math.max(1, -daysBetween * Math.log(1 - random.nextDouble()));
      }
      customers.add(days.build().distinct().toArray());
    }
    return customers;
  }

  private static SilenceTally tally(List<int[]> customers, int asOf, ActiveWindow window) {
    var tally = new SilenceTally(FIRST, FIRST.plusDays(asOf), window);
    int start = Math.toIntExact(FIRST.toEpochDay());
    for (int[] days : customers) {
      int[] known = IntStream.of(days).filter(day -> day <= asOf).map(day -> start + day).toArray();
      tally.add(known, known.length, 0, known.length == 0 ? 0 : known[0]);
    }
    return tally;
  }

  private static double comeBack(List<int[]> customers, int asOf, int from, int before, int days) {
    return customers.stream()
        .filter(
            customer -> {
              int last = IntStream.of(customer).filter(day -> day <= asOf).max().orElse(-10_000);
              return asOf - last >= from && asOf - last < Math.min(before, 10_000 - 1);
            })
        .mapToInt(
            customer ->
                IntStream.of(customer).anyMatch(day -> day > asOf && day <= asOf + days) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Test
  void promised_return_rates_come_true_within_three_points() {
    List<int[]> customers = customers(20_000, 7);
    int rates = 0;
    for (int asOf : new int[] {400, 550, 700}) {
      ChurnDefinition definition = ChurnDefinition.of(tally(customers, asOf, new ActiveWindow(90)));
      for (ReturnRate rate : definition.returnRates()) {
        for (Return promised : rate.returns()) {
          assertThat(promised.rate())
              .as("as of day %d, %d days of silence, %s", asOf, rate.silentDays(), promised)
              .isCloseTo(
                  comeBack(
                      customers, asOf, rate.silentDays(), Integer.MAX_VALUE, promised.withinDays()),
                  within(0.03));
          rates++;
        }
      }
    }
    assertThat(rates).isGreaterThan(60);
  }

  @Test
  void false_alarms_are_those_of_the_newest_snapshot_who_come_back_later() {
    List<int[]> customers = customers(20_000, 8);
    ChurnDefinition definition = ChurnDefinition.of(tally(customers, 730, new ActiveWindow(90)));

    assertThat(definition.followUpDays()).hasValue(365);
    assertThat(definition.horizons()).extracting(HorizonCandidate::days).contains(14, 365);
    for (HorizonCandidate horizon : definition.horizons()) {
      assertThat(horizon.falseAlarmRate().orElseThrow())
          .as("horizon %d", horizon.days())
          .isCloseTo(
              comeBack(customers, 730, horizon.days(), horizon.days() + 90, 365), within(0.05));
    }
  }

  @Test
  void the_shortest_horizon_with_few_false_alarms_is_proposed_with_its_reason() {
    ChurnDefinition definition =
        ChurnDefinition.of(tally(customers(20_000, 9), 730, new ActiveWindow(90)));
    int proposed = definition.proposal().orElseThrow().horizonDays();

    assertThat(definition.horizons())
        .filteredOn(horizon -> horizon.days() < proposed)
        .allSatisfy(
            horizon -> assertThat(horizon.falseAlarmRate().orElseThrow()).isGreaterThan(0.2));
    assertThat(definition.horizons())
        .filteredOn(horizon -> horizon.days() == proposed)
        .allSatisfy(
            horizon -> assertThat(horizon.falseAlarmRate().orElseThrow()).isLessThanOrEqualTo(0.2));
    assertThat(definition.reason())
        .startsWith(
            proposed
                + " days is the shortest horizon with enough customers and few false alarms: of those")
        .contains("come back within the next 365 days")
        .contains("An active window of")
        .doesNotContain("season");
  }

  /** Customers who pay every 30 days and leave after a payment with a chance of .06. */
  private static List<int[]> subscribers(int size) {
    var random = new Random(4);
    return IntStream.range(0, size)
        .mapToObj(
            i -> {
              int first = random.nextInt(LAST);
              int payments = 1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(0.94));
              return IntStream.range(0, payments)
                  .map(k -> first + 30 * k)
                  .filter(day -> day <= LAST)
                  .toArray();
            })
        .toList();
  }

  @Test
  void a_few_hundred_subscribers_are_enough_to_propose_the_interval_of_their_payments() {
    ChurnDefinition definition =
        ChurnDefinition.of(tally(subscribers(500), LAST, new ActiveWindow(60)));

    assertThat(definition.horizons())
        .filteredOn(horizon -> horizon.days() <= 90)
        .allSatisfy(horizon -> assertThat(horizon.falseAlarmRate()).isPresent());
    assertThat(definition.proposal().orElseThrow().horizonDays())
        .as(definition.reason())
        .isEqualTo(30);
  }

  @Test
  void a_horizon_with_which_most_of_those_called_churned_come_back_is_warned_of() {
    List<int[]> everyHalfYear =
        IntStream.range(0, 800)
            .mapToObj(
                i -> IntStream.iterate(i % 180, day -> day <= LAST - i % 5 * 200, day -> day + 180))
            .map(IntStream::toArray)
            .toList();
    ChurnDefinition definition =
        ChurnDefinition.of(tally(everyHalfYear, LAST, new ActiveWindow(90)));

    assertThat(definition.warning(30).orElseThrow())
        .matches(
            "The horizon of 30 days is short for these customers: of those silent for 30 days,"
                + " [6-9]\\d of 100 come back within the next 365 days; the definition of the"
                + " dataset proposes a horizon of 180 days and an active window of \\d+ days\\.");
    assertThat(definition.warning(45).orElseThrow())
        .startsWith(
            "The horizon of 45 days is short for these customers: of those silent for 60 days,");
    assertThat(definition.warning(180)).isEmpty();
    assertThat(definition.warning(1000)).isEmpty();
  }

  @Test
  void snapshots_count_active_customers_and_those_who_do_not_come_within_the_horizon() {
    var tally =
        new SilenceTally(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(200), new ActiveWindow(30));
    tally.add(new int[] {180}, 1, 0, 180);
    tally.add(new int[] {100, 190}, 2, 0, 100);
    tally.add(new int[] {170, 190}, 2, 0, 170);
    ChurnDefinition definition = ChurnDefinition.of(tally);

    HorizonCandidate week = definition.horizons().get(0);
    assertThat(week.days()).isEqualTo(7);
    // T = 193, 186, 179, 172, 165, 158: the first is active at 193 and 186, the second at 193, the
    // third at 193, 186, 179 and 172, and comes within 7 days after 186 only
    assertThat(week.snapshots()).isEqualTo(6);
    assertThat(week.customers()).isEqualTo(7);
    assertThat(week.churners()).isEqualTo(6);
    assertThat(week.falseAlarmRate()).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void a_file_with_few_customers_promises_and_proposes_nothing() {
    ChurnDefinition definition =
        ChurnDefinition.of(tally(customers(10, 1), 730, new ActiveWindow(90)));

    assertThat(definition.returnRates()).isEmpty();
    assertThat(definition.proposal()).isEmpty();
    assertThat(definition.reason()).startsWith("No horizon can be proposed");
    var oneDay = new SilenceTally(FIRST, FIRST, ActiveWindow.everyone());
    int day = Math.toIntExact(FIRST.toEpochDay());
    oneDay.add(new int[] {day}, 1, 0, day);
    assertThat(ChurnDefinition.of(oneDay).horizons()).isEmpty();
  }

  @Test
  void parts_of_a_file_add_up_to_the_whole() {
    List<int[]> customers = customers(600, 3);
    SilenceTally one = tally(customers.subList(0, 200), 730, new ActiveWindow(90));
    one.addAll(tally(customers.subList(200, 600), 730, new ActiveWindow(90)));

    assertThat(ChurnDefinition.of(one))
        .isEqualTo(ChurnDefinition.of(tally(customers, 730, new ActiveWindow(90))));
  }
}
