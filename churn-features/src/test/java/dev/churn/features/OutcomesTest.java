package dev.churn.features;

import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.features.Fixture.Row;
import dev.churn.features.Fixture.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutcomesTest {
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2024, 3, 31);

  private static Map<String, boolean[]> outcomes(
      String csv, LocalDate asOf, Set<String> activity, Horizon... horizons) {
    UploadOptions options = UploadOptions.defaults();
    var request =
        new OutcomeRequest(
            options,
            Fixture.profile(text(csv), options),
            Fixture.UPLOAD_DAY,
            asOf,
            activity,
            List.of(horizons));
    Map<String, boolean[]> told = new LinkedHashMap<>();
    Fixture.FEATURES.outcomes(
        request,
        text(csv),
        (id, known, churned, activeDays, spend) -> told.put(id, churned.clone()),
        Progress.none());
    return told;
  }

  @Test
  void outcomes_are_the_labels_of_the_feature_table() {
    var log = new SimulatedLog(3, 150, 3000, FIRST, 456);
    log.add("first", CustomerEvent.of(FIRST, 1.0));
    log.add("last", CustomerEvent.of(LAST, 1.0));
    for (Set<String> activity : List.of(Set.<String>of(), Set.of("purchase", "visit"))) {
      Table table = Fixture.build(log.csv(), new OrganizationSettings(30, 0, activity));
      List<LocalDate> days =
          table.manifest().snapshots().stream()
              .filter(s -> s.role() != SnapshotRole.SCORE)
              .map(Snapshot::asOf)
              .toList();
      Map<String, boolean[]> told =
          outcomes(
              log.csv(),
              LAST,
              activity,
              days.stream().map(day -> new Horizon(day, 30)).toArray(Horizon[]::new));

      int compared = 0;
      for (Row row : table.rows()) {
        int day = days.indexOf(row.asOf());
        if (day >= 0) {
          assertThat(told.get(row.customer())[day])
              .as(row.customer() + " at " + row.asOf())
              .isEqualTo(row.churned().orElseThrow());
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(400);
      assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(log.events().keySet());
    }
  }

  @Test
  void every_customer_of_the_file_is_told_of_in_order_and_every_horizon_for_itself() {
    String csv =
        """
        customer_id,event_date,event_type
        é,2024-01-10,purchase
        long gone,1999-01-01,purchase
        at the edges,2024-01-10,purchase
        at the edges,2024-02-09,purchase
        only looked,2024-01-20,visit
        yet to come,2024-05-01,purchase
        ,2024-01-15,purchase
        broken,2024-13-01,purchase
        """;

    Map<String, boolean[]> told =
        outcomes(
            csv,
            LocalDate.parse("2024-04-30"),
            Set.of("purchase"),
            new Horizon(LocalDate.parse("2024-01-09"), 30), // to 8 February
            new Horizon(LocalDate.parse("2024-01-10"), 30), // to 9 February
            new Horizon(LocalDate.parse("2024-01-10"), 29),
            new Horizon(LocalDate.parse("2024-02-09"), 81));

    assertThat(told.keySet()).containsExactly("at the edges", "long gone", "only looked", "é");
    assertThat(told.get("at the edges")).containsExactly(false, false, true, true);
    assertThat(told.get("é")).containsExactly(false, true, true, true);
    assertThat(told.get("long gone")).containsOnly(true);
    assertThat(told.get("only looked")).containsOnly(true);
  }

  @Test
  void a_customer_is_known_from_the_first_activity_on() {
    String csv =
        """
        customer_id,event_date,event_type
        long gone,1999-01-01,purchase
        back,1999-01-01,purchase
        back,2024-02-20,purchase
        new,2024-02-01,purchase
        looked before,2024-01-05,visit
        looked before,2024-02-01,purchase
        """;
    UploadOptions options = UploadOptions.defaults();
    Map<String, boolean[]> known = new LinkedHashMap<>();
    Fixture.FEATURES.outcomes(
        new OutcomeRequest(
            options,
            Fixture.profile(text(csv), options),
            Fixture.UPLOAD_DAY,
            LocalDate.parse("2024-04-30"),
            Set.of("purchase"),
            List.of(
                new Horizon(LocalDate.parse("2024-01-10"), 30),
                new Horizon(LocalDate.parse("2024-02-01"), 30))),
        text(csv),
        (id, before, churned, activeDays, spend) -> known.put(id, before.clone()),
        Progress.none());

    assertThat(known.get("long gone")).containsExactly(true, true);
    assertThat(known.get("back")).containsExactly(true, true);
    assertThat(known.get("new")).containsExactly(false, true);
    assertThat(known.get("looked before")).containsExactly(false, true);
  }

  @Test
  void a_horizon_that_has_not_closed_cannot_be_asked_for() {
    assertThatThrownBy(
            () ->
                outcomes(
                    "customer_id,event_date\na,2024-01-10\n",
                    LocalDate.parse("2024-02-08"),
                    Set.of(),
                    new Horizon(LocalDate.parse("2024-01-10"), 30)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2024-02-08");
  }

  @Test
  void memory_holds_no_day_before_the_first_horizon() {
    var csv = new StringBuilder("customer_id,event_date\n");
    for (LocalDate day = LocalDate.of(1950, 1, 1); day.getYear() < 2024; day = day.plusDays(1)) {
      csv.append("a,").append(day).append('\n');
    }
    Map<String, boolean[]> told =
        outcomes(
            csv.toString(),
            LocalDate.parse("2023-12-31"),
            Set.of(),
            new Horizon(LocalDate.parse("2023-12-01"), 30));

    assertThat(told.get("a")).containsExactly(false);
  }

  private record Seen(List<Integer> activeDays, List<Double> spend) {}

  private static Map<String, Seen> seen(
      String csv, LocalDate asOf, Set<String> activity, boolean withSpend, Horizon... horizons) {
    UploadOptions options = UploadOptions.defaults();
    Map<String, Seen> seen = new LinkedHashMap<>();
    Fixture.FEATURES.outcomes(
        new OutcomeRequest(
            options,
            Fixture.profile(text(csv), options),
            Fixture.UPLOAD_DAY,
            asOf,
            activity,
            activity.isEmpty() ? Set.of() : Set.of("left"),
            List.of(horizons),
            withSpend),
        text(csv),
        (id, known, churned, activeDays, spend) ->
            seen.put(
                id,
                new Seen(
                    IntStream.of(activeDays).boxed().toList(),
                    DoubleStream.of(spend).boxed().toList())),
        Progress.none());
    return seen;
  }

  @Test
  void what_customers_did_within_horizons_is_told_of_every_horizon_for_itself() {
    String csv =
        """
        customer_id,event_date,event_type,amount
        a,2023-12-01,purchase,1000
        a,2024-01-10,purchase,500
        a,2024-01-11,purchase,0.25
        a,2024-01-11,purchase,0.5
        a,2024-02-09,purchase,20.5
        a,2024-02-09,return,-4
        a,2024-02-10,purchase,7
        a,2024-05-01,purchase,900
        looked,2024-01-20,visit,3
        left,2024-01-09,purchase,11
        left,2024-01-15,purchase,12
        left,2024-01-16,left,13
        silent,2023-12-01,purchase,14
        """;
    LocalDate asOf = LocalDate.parse("2024-01-10");
    Horizon[] horizons = {
      new Horizon(asOf, 30), // to 9 February
      new Horizon(asOf, 1),
      new Horizon(asOf.plusDays(1), 30) // to 10 February
    };
    Set<String> activity = Set.of("purchase");

    assertThat(seen(csv, LocalDate.parse("2024-04-30"), activity, true, horizons))
        .containsExactly(
            Map.entry("a", new Seen(List.of(2, 1, 2), List.of(17.25, 0.75, 23.5))),
            Map.entry("left", new Seen(List.of(1, 0, 1), List.of(12.0, 0.0, 12.0))),
            Map.entry("looked", new Seen(List.of(0, 0, 0), List.of(3.0, 0.0, 3.0))),
            Map.entry("silent", new Seen(List.of(0, 0, 0), List.of(0.0, 0.0, 0.0))));
    assertThat(seen(csv, LocalDate.parse("2024-04-30"), activity, false, horizons[0]).get("a"))
        .isEqualTo(new Seen(List.of(2), List.of(Double.NaN)));
    assertThat(
            seen(
                "customer_id,event_date\nb,2024-01-12\n",
                asOf.plusDays(30),
                Set.of(),
                true,
                horizons[0]))
        .containsExactly(Map.entry("b", new Seen(List.of(1), List.of(Double.NaN))));
  }

  @Test
  void active_days_and_spend_of_many_customers_and_horizons_are_those_of_their_events() {
    var log = new SimulatedLog(5, 400, 20_000, FIRST, 456);
    List<Horizon> horizons = new ArrayList<>();
    for (int i = 0; i < 128; i++) {
      horizons.add(new Horizon(LAST.minusDays(170 - i), 1 + (i * 7) % 43));
    }

    Map<String, Seen> seen =
        seen(log.csv(), LAST, Set.of(), true, horizons.toArray(Horizon[]::new));

    assertThat(seen).hasSameSizeAs(log.events());
    log.events()
        .forEach(
            (customer, events) -> {
              for (int i = 0; i < horizons.size(); i++) {
                Horizon horizon = horizons.get(i);
                List<CustomerEvent> within =
                    events.stream()
                        .filter(event -> event.day().isAfter(horizon.asOf()))
                        .filter(event -> !event.day().isAfter(horizon.lastDay()))
                        .toList();
                assertThat(seen.get(customer).activeDays().get(i))
                    .isEqualTo(within.stream().map(CustomerEvent::day).distinct().count());
                assertThat(seen.get(customer).spend().get(i))
                    .isCloseTo(
                        within.stream().mapToDouble(event -> event.amount().orElse(0)).sum(),
                        within(1e-3)); // amounts are up to a billion
              }
            });
  }
}
