package dev.churn.features;

import static dev.churn.features.Fixture.activity;
import static dev.churn.features.Fixture.labeled;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.TypeColumns;
import dev.churn.domain.feature.TypeFeature;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.features.Fixture.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which types a table watches in a file with more common types than it has columns for. */
final class WatchedTypeSelectorTest {
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
  private static final OrganizationSettings SETTINGS = new OrganizationSettings(30, 90, Set.of());
  private static final List<String> FREQUENT =
      List.of("banner", "cart", "login", "order", "search", "visit");

  /** Customers who are active every few days; most of those who have a ticket are not any more. */
  private static List<String> rows() {
    var random = new Random(11);
    List<String> rows = new ArrayList<>();
    int customer = 0;
    for (int place = 0; place < 300; place++) {
      customer++;
      for (int day = random.nextInt(8); day < 330; day += 1 + random.nextInt(9)) {
        String type = FREQUENT.get(random.nextInt(FREQUENT.size()));
        rows.add("c%d,%s,%s".formatted(customer, FIRST.plusDays(day), type));
        if (random.nextInt(50) == 0) {
          rows.add("c%d,%s,ticket".formatted(customer, FIRST.plusDays(day)));
          day += random.nextInt(25);
          customer += random.nextInt(4) > 0 ? 1 : 0; // another one comes
        }
      }
    }
    return rows;
  }

  private static String csv(List<String> rows) {
    return "customer_id,event_date,event_type\n" + String.join("\n", rows) + "\n";
  }

  private static List<String> watched(Table table) {
    return table.manifest().definition().watchedEventTypes();
  }

  private static LocalDate day(String row) {
    return LocalDate.parse(row.split(",", -1)[1]);
  }

  @Test
  void a_rare_type_is_watched_that_tells_who_leaves_whatever_the_order_of_rows() {
    List<String> rows = rows();
    Table table = Fixture.build(csv(rows), SETTINGS);

    assertThat(watched(table)).hasSize(4).contains("ticket");
    Collections.shuffle(rows, new Random(5));
    for (int threads : List.of(1, 3)) {
      var features = new RfmFeatures(threads, 1 << 12, RfmFeatures.DENSE_DAYS);
      Table other = Fixture.build(features, text(csv(rows)), activity(Set.of()), SETTINGS);
      assertThat(other.text()).isEqualTo(table.text());
    }
  }

  @Test
  void the_snapshots_at_which_models_are_tested_have_no_say() {
    List<String> rows = rows();
    Table table = Fixture.build(csv(rows), SETTINGS);
    List<Snapshot> snapshots = table.manifest().snapshots();
    String other =
        FREQUENT.stream().filter(type -> !watched(table).contains(type)).findFirst().orElseThrow();
    assertThat(snapshots).hasSize(7);
    for (Snapshot tested : snapshots.subList(1, snapshots.size() - 1)) {
      // from the snapshot on, the type tells all: whoever had one within a week is gone
      LocalDate day = tested.asOf();
      Set<String> gone =
          rows.stream()
              .filter(row -> row.endsWith("," + other))
              .filter(row -> !day(row).isAfter(day) && day(row).isAfter(day.minusDays(7)))
              .map(row -> row.split(",", -1)[0])
              .collect(Collectors.toSet());
      List<String> told =
          rows.stream()
              .filter(row -> !day(row).isAfter(day) || !gone.contains(row.split(",", -1)[0]))
              .toList();

      assertThat(gone).hasSizeGreaterThan(20);
      assertThat(watched(Fixture.build(csv(told), SETTINGS)))
          .as("after %s", day)
          .isEqualTo(watched(table));
    }
  }

  @Test
  void beside_labels_of_the_file_the_most_frequent_types_are_watched() {
    List<String> rows = new ArrayList<>();
    for (String row : rows()) {
      rows.add(row + (row.endsWith("ticket") ? ",1" : ",0"));
    }
    String csv = csv(rows).replaceFirst("event_type", "event_type,churn_label");

    assertThat(watched(Fixture.build(Fixture.FEATURES, text(csv), labeled(), SETTINGS)))
        .containsExactly("banner", "cart", "login", "order");
  }

  @Test
  void the_features_of_a_type_do_not_depend_on_the_other_types_that_are_watched() {
    LocalDate asOf = LocalDate.of(2024, 3, 1);
    var definition = new FeatureDefinition(Set.of("order"), 1);
    List<CustomerEvent> events =
        List.of(
            event(asOf.minusDays(3), "order"),
            event(asOf.minusDays(2), "ticket"),
            event(asOf.minusDays(1), "visit"),
            event(asOf, "visit"));

    FeatureVector both =
        Fixture.FEATURES.compute(events, asOf, definition.watching(List.of("ticket", "visit")));
    FeatureVector one =
        Fixture.FEATURES.compute(events, asOf, definition.watching(List.of("visit")));

    assertThat(both.get(TypeFeature.SHARE, 1)).isEqualTo(2 / 3.0);
    assertThat(TypeColumns.of(List.of("visit"), List.of("ticket", "visit")).of(both))
        .isEqualTo(one);
  }

  private static CustomerEvent event(LocalDate day, String type) {
    return new CustomerEvent(day, OptionalDouble.empty(), Optional.of(type));
  }
}
