package dev.churn.features;

import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.features.Fixture.Row;
import dev.churn.features.Fixture.Table;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ChurnByEventsTest {
  private static final Set<String> LEAVING = Set.of("return", "ticket");
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
  private static final int DAYS = 456;
  private static final OrganizationSettings SETTINGS =
      new OrganizationSettings(30, 0, Set.of()).withChurnEventTypes(Set.of("Cancelled "));

  private static CustomerEvent event(LocalDate day, String type) {
    return new CustomerEvent(day, OptionalDouble.of(5), Optional.of(type));
  }

  /** {@return the events that are none by which customers leave, written down plainly} */
  private static List<CustomerEvent> others(List<CustomerEvent> events) {
    return events.stream().filter(e -> e.type().filter(LEAVING::contains).isEmpty()).toList();
  }

  private static Optional<LocalDate> leftOn(List<CustomerEvent> events) {
    return events.stream()
        .filter(e -> e.type().filter(LEAVING::contains).isPresent())
        .map(CustomerEvent::day)
        .min(LocalDate::compareTo);
  }

  @Test
  void churn_is_the_first_event_within_the_horizon_and_who_left_before_is_no_row() {
    String csv =
        """
        customer_id,event_date,event_type
        on the day,2024-01-01,pay
        on the day,2024-03-01,cancelled
        first day,2024-01-01,pay
        first day,2024-03-02,CANCELLED
        last day,2024-01-01,pay
        last day,2024-03-31,cancelled
        twice,2024-01-01,pay
        twice,2024-02-01,cancelled
        twice,2024-03-15,cancelled
        silent,2024-01-01,pay
        returned,2024-01-01,pay
        returned,2024-02-01,cancelled
        returned,2024-03-20,pay
        only left,2024-02-01,cancelled
        pays,2024-01-01,pay
        pays,2024-03-31,pay
        """;
    Table table = Fixture.build(csv, SETTINGS);

    assertThat(table.rows())
        .filteredOn(row -> row.asOf().equals(LocalDate.parse("2024-03-01")))
        .extracting(row -> row.customer() + " " + row.churned().orElseThrow())
        .containsExactly("first day true", "last day true", "pays false", "silent false");
    assertThat(table.rows())
        .filteredOn(row -> row.asOf().equals(LocalDate.parse("2024-03-31")))
        .extracting(row -> row.customer() + " " + row.churned().orElse(null))
        .containsExactly(
            "first day true",
            "last day true",
            "on the day true",
            "only left true",
            "pays null",
            "returned true",
            "silent null",
            "twice true");
    assertThat(table.text()).contains(",left,\n");
    assertThat(table.manifest().snapshots())
        .containsExactly(
            new Snapshot(LocalDate.parse("2024-03-31"), SnapshotRole.SCORE, 8, 0, 0),
            new Snapshot(LocalDate.parse("2024-03-01"), SnapshotRole.TEST, 4, 4, 2));
    assertThat(table.manifest().definition().churnEventTypes()).containsExactly("Cancelled ");
  }

  @Test
  void features_and_labels_are_as_written_down_plainly() {
    var log = new SimulatedLog(5, 300, 4000, FIRST, DAYS);
    for (Set<String> activity : List.of(Set.<String>of(), Set.of("purchase", "visit"))) {
      Table table =
          Fixture.build(
              log.csv(), new OrganizationSettings(30, 0, activity).withChurnEventTypes(LEAVING));
      FeatureDefinition definition = table.manifest().definition();
      assertThat(definition.churnEventTypes()).isEqualTo(LEAVING);
      var plain =
          new FeatureDefinition(activity, definition.monetaryReference())
              .watching(definition.watchedEventTypes());
      assertThat(definition.watchedEventTypes()).isNotEmpty().doesNotContainAnyElementsOf(LEAVING);
      LocalDate end = FIRST.plusDays(DAYS - 1);
      Map<Optional<Boolean>, Integer> seen = new HashMap<>();

      for (Row row : table.rows()) {
        List<CustomerEvent> events = log.events().get(row.customer());
        Optional<LocalDate> left = leftOn(events);
        boolean hasLeft = left.filter(day -> !day.isAfter(row.asOf())).isPresent();
        boolean leaves =
            left.filter(day -> day.isAfter(row.asOf()) && !day.isAfter(row.asOf().plusDays(30)))
                .isPresent();
        Optional<Boolean> expected =
            row.asOf().equals(end)
                ? hasLeft ? Optional.of(true) : Optional.empty()
                : Optional.of(leaves);
        assertThat(row.churned()).isEqualTo(expected);
        if (!row.asOf().equals(end)) {
          assertThat(hasLeft).isFalse();
        }
        List<CustomerEvent> counted = others(events);
        if (counted.stream().anyMatch(event -> !event.day().isAfter(row.asOf()))) {
          assertThat(row.features())
              .isEqualTo(Fixture.FEATURES.compute(counted, row.asOf(), plain));
        }
        assertThat(Fixture.FEATURES.compute(events, row.asOf(), definition))
            .isEqualTo(row.features());
        assertThat(definition.churnEvents().first(events, row.asOf()).isPresent())
            .isEqualTo(hasLeft);
        seen.merge(row.churned(), 1, Integer::sum);
      }
      assertThat(seen).hasSize(3).allSatisfy((label, rows) -> assertThat(rows).isGreaterThan(25));
    }
  }

  @Test
  void an_event_of_leaving_changes_no_feature_before_and_after_it() {
    var log = new SimulatedLog(6, 100, 3000, FIRST, DAYS);
    Table before = Fixture.build(log.csv(), SETTINGS);
    LocalDate test = FIRST.plusDays(DAYS - 1 - 30);
    for (String customer : List.copyOf(log.events().keySet())) {
      log.add(customer, event(test.plusDays(1 + customer.hashCode() % 30), "cancelled"));
    }
    Table after = Fixture.build(log.csv(), SETTINGS);

    assertThat(vectors(after)).isEqualTo(vectors(before));
    assertThat(after.rows()).filteredOn(row -> row.asOf().equals(test)).isNotEmpty();
    assertThat(after.rows())
        .filteredOn(row -> row.asOf().equals(test))
        .allSatisfy(row -> assertThat(row.churned()).contains(true));
  }

  private static Map<String, FeatureVector> vectors(Table table) {
    Map<String, FeatureVector> vectors = new HashMap<>();
    table.rows().forEach(row -> vectors.put(row.customer() + row.asOf(), row.features()));
    return vectors;
  }

  @Test
  void scores_of_a_file_are_those_of_the_table_and_mark_who_left() {
    var log = new SimulatedLog(7, 300, 3000, FIRST, DAYS);
    Table table =
        Fixture.build(
            log.csv(), new OrganizationSettings(30, 0, Set.of()).withChurnEventTypes(LEAVING));
    UploadOptions options = UploadOptions.defaults();
    CsvProfile profile = Fixture.profile(text(log.csv()), options);
    int[] rows = {0};
    Fixture.FEATURES.score(
        new ScoreRequest(
            options,
            Fixture.UPLOAD_DAY,
            profile.firstDay(),
            profile.eventTypes(),
            profile.lastDay(),
            table.manifest().definition()),
        text(log.csv()),
        (customer, asOf, vector, left) -> {
          Row row = table.row(customer, asOf.toString());
          assertThat(vector).isEqualTo(row.features());
          assertThat(left).isEqualTo(row.churned());
          rows[0]++;
        },
        Progress.none());

    assertThat(rows[0]).isEqualTo(log.events().size());
  }

  @Test
  void outcomes_are_the_labels_and_who_left_before_is_not_known() {
    var log = new SimulatedLog(8, 300, 4000, FIRST, DAYS);
    Table table =
        Fixture.build(
            log.csv(), new OrganizationSettings(30, 0, Set.of()).withChurnEventTypes(LEAVING));
    LocalDate day = table.manifest().snapshots().get(1).asOf();
    UploadOptions options = UploadOptions.defaults();
    Map<String, Boolean> told = new HashMap<>();
    Fixture.FEATURES.outcomes(
        new OutcomeRequest(
            options,
            Fixture.profile(text(log.csv()), options),
            Fixture.UPLOAD_DAY,
            FIRST.plusDays(DAYS - 1),
            Set.of(),
            LEAVING,
            List.of(new Horizon(day, 30)),
            false),
        text(log.csv()),
        (customer, known, churned, activeDays, spend) -> {
          if (known[0]) {
            told.put(customer, churned[0]);
          }
        },
        Progress.none());
    Map<String, Boolean> labels = new HashMap<>();
    table.rows().stream()
        .filter(row -> row.asOf().equals(day))
        .forEach(row -> labels.put(row.customer(), row.churned().orElseThrow()));

    assertThat(told).isEqualTo(labels).containsValues(true, false);
  }

  @Test
  void labels_of_a_file_say_themselves_who_churned() {
    String csv =
        """
        customer_id,event_date,event_type,churn_label
        stays,2024-01-01,cancelled,0
        stays,2024-03-01,pay,0
        """;
    Table table = Fixture.build(Fixture.FEATURES, text(csv), Fixture.labeled(), SETTINGS);

    assertThat(table.manifest().definition().churnEvents().isEmpty()).isTrue();
    assertThat(table.row("stays", "2024-03-01").churned()).contains(false);
  }

  @Test
  void event_types_are_compared_as_those_of_activity() {
    var events = new ChurnEvents(Set.of(" Contract   Ended"));

    assertThat(events.contains("contract ended")).isTrue();
    assertThat(events.contains("contract")).isFalse();
    assertThat(new ChurnEvents(Set.of()).contains("contract")).isFalse();
  }
}
