package dev.churn.features;

import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.features.Fixture.Row;
import dev.churn.features.Fixture.Table;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        request, text(csv), (id, known, churned) -> told.put(id, churned.clone()), Progress.none());
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
        (id, before, churned) -> known.put(id, before.clone()),
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
}
