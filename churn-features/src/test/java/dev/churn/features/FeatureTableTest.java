package dev.churn.features;

import static dev.churn.domain.feature.Feature.MONETARY_SCORE;
import static dev.churn.features.Fixture.activity;
import static dev.churn.features.Fixture.labeled;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.features.Fixture.Row;
import dev.churn.features.Fixture.Table;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FeatureTableTest {
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2024, 3, 31);
  private static final OrganizationSettings SETTINGS = new OrganizationSettings(30, 90, Set.of());

  private final SimulatedLog log = log(1);

  private static SimulatedLog log(long seed) {
    var log = new SimulatedLog(seed, 150, 3000, FIRST, 456);
    log.add("first", CustomerEvent.of(FIRST, 1.0));
    log.add("last", CustomerEvent.of(LAST, 1.0));
    return log;
  }

  @Test
  void file_and_single_customer_agree_bit_for_bit_at_every_snapshot() {
    for (Set<String> types : List.of(Set.<String>of(), Set.of("purchase", "visit"))) {
      for (int denseDays : new int[] {1, 2048}) { // bits as few as can be, and enough for all
        var features = new RfmFeatures(2, 5000, denseDays);
        Table table = Fixture.build(features, text(log.csv()), activity(types), SETTINGS);

        assertThat(table.rows()).hasSizeGreaterThan(600);
        assertThat(table.manifest().definition().activityEventTypes()).isEqualTo(types);
        for (Row row : table.rows()) {
          assertThat(row.features())
              .as(row.customer() + " at " + row.asOf())
              .isEqualTo(
                  Fixture.FEATURES.compute(
                      log.events().get(row.customer()), row.asOf(), table.manifest().definition()));
        }
      }
    }
  }

  @Test
  void the_common_types_of_a_file_are_watched_whatever_the_order_of_its_rows() {
    Table table = Fixture.build(log.csv(), SETTINGS);

    List<String> watched = table.manifest().definition().watchedEventTypes();
    assertThat(watched).hasSizeBetween(2, 4).isSorted();
    assertThat(table.manifest().features())
        .endsWith(
            "type_%d_days".formatted(watched.size()), "type_%d_share".formatted(watched.size()));
    assertThat(table.manifest().hasKnownFeatures()).isTrue();
    List<String> lines = new ArrayList<>(log.csv().lines().skip(1).toList());
    Collections.shuffle(lines, new Random(3));
    String shuffled = log.csv().lines().findFirst().orElseThrow() + "\n" + String.join("\n", lines);
    assertThat(Fixture.build(shuffled, SETTINGS).text()).isEqualTo(table.text());
  }

  @Test
  void a_file_with_one_type_besides_churn_has_no_columns_of_types() {
    String csv =
        log.csv()
            .replaceAll(",(purchase|visit|login|ticket|a|b)\n", ",order\n")
            .replaceAll(",return\n", ",cancelled\n");
    var settings =
        new OrganizationSettings(30, 90, Set.of()).withChurnEventTypes(Set.of("cancelled"));
    Table table = Fixture.build(csv, settings);

    assertThat(table.manifest().definition().watchedEventTypes()).isEmpty();
    assertThat(table.manifest().features()).isEqualTo(FeatureNames.known());
    assertThat(table.text().lines().findFirst().orElseThrow()).doesNotContain("type_");
  }

  @Test
  void events_by_which_customers_leave_are_not_watched_beside_labels_of_the_file() {
    var csv = new StringBuilder("customer_id,event_date,event_type,churn_label\n");
    for (int customer = 0; customer < 40; customer++) {
      boolean hasLeft = customer % 2 == 0;
      csv.append("c%d,2024-01-0%d,login,%d\n".formatted(customer, 1 + customer % 9, customer % 2));
      csv.append("c%d,2024-02-01,order,\n".formatted(customer));
      csv.append("c%d,2024-03-01,%s,\n".formatted(customer, hasLeft ? "Cancelled" : "login"));
    }
    OrganizationSettings settings = SETTINGS.withChurnEventTypes(Set.of("cancelled"));

    Table table = Fixture.build(Fixture.FEATURES, text(csv.toString()), labeled(), settings);

    assertThat(table.manifest().definition().watchedEventTypes()).containsExactly("login", "order");
  }

  @Test
  void types_of_activity_are_matched_in_files_however_they_are_written() {
    String csv =
        """
        customer_id,event_date,event_type
        A,2024-01-05,Purchase
        A,2024-02-05,purchase
        A,2024-02-25,PURCHASE
        B,2024-01-10,purchase
        B,2024-03-01, purchase
        """;

    Table varied = Fixture.build(csv, new OrganizationSettings(30, 0, Set.of("purchase")));
    Table plain =
        Fixture.build(
            csv.replaceAll("(?i)purchase", "purchase"),
            new OrganizationSettings(30, 0, Set.of("Purchase")));

    assertThat(varied.text()).isEqualTo(plain.text());
    assertThat(varied.text()).contains("A,2024-03-01,98.63013698630137,");
    var everything = new OrganizationSettings(30, 0, Set.of());
    assertThat(Fixture.build(csv, everything).text())
        .isEqualTo(Fixture.build(csv.replaceAll("(?i)purchase", "purchase"), everything).text());
  }

  @Test
  void snapshots_are_the_latest_first_and_one_a_year_ago() {
    Table table = Fixture.build(log.csv(), SETTINGS);

    assertThat(table.manifest().snapshots())
        .extracting(s -> s.asOf() + " " + s.role())
        .containsExactly(
            "2024-03-31 SCORE",
            "2024-03-01 TEST",
            "2024-01-31 TRAIN",
            "2024-01-01 TRAIN",
            "2023-12-02 TRAIN",
            "2023-11-02 TRAIN",
            "2023-04-06 TRAIN"); // about a year before
    for (Snapshot snapshot : table.manifest().snapshots()) {
      List<Row> rows = table.rows().stream().filter(r -> r.asOf().equals(snapshot.asOf())).toList();
      assertThat(snapshot.rows()).isEqualTo(rows.size());
      assertThat(snapshot.labeled())
          .isEqualTo(rows.stream().filter(r -> r.churned().isPresent()).count());
      assertThat(snapshot.churned())
          .isEqualTo(rows.stream().filter(r -> r.churned().orElse(false)).count());
    }
    assertThat(table.manifest().customers()).isEqualTo(log.events().size());
    assertThat(table.manifest().horizonDays()).isEqualTo(30);
    assertThat(table.manifest().activeWindowDays()).isEqualTo(90);
  }

  @Test
  void rows_are_everybody_known_whatever_the_window_and_labels_what_they_did_in_the_horizon() {
    for (int window : new int[] {0, 20, 90}) {
      var settings = new OrganizationSettings(30, window, Set.of("purchase", "visit", "login"));
      Table table = Fixture.build(log.csv(), settings);
      for (Snapshot snapshot : table.manifest().snapshots()) {
        List<String> expected = new ArrayList<>();
        log.events()
            .forEach(
                (id, events) -> expected(snapshot, settings, id, events).ifPresent(expected::add));

        assertThat(table.rows())
            .filteredOn(r -> r.asOf().equals(snapshot.asOf()))
            .extracting(r -> r.customer() + r.churned())
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void labeled_rows_tell_the_days_to_the_next_active_day() {
    for (int denseDays : new int[] {1, 2048}) {
      var features = new RfmFeatures(2, 5000, denseDays);
      Table table =
          Fixture.build(features, text(log.csv()), activity(Set.of("purchase")), SETTINGS);
      List<String> lines = table.text().lines().toList();
      assertThat(lines.get(0)).endsWith(",churn_label,next_activity_days");
      int none = 0;
      for (int i = 1; i < lines.size(); i++) {
        Row row = table.rows().get(i - 1);
        String[] cells = lines.get(i).split(",", -1);
        Optional<Long> next =
            row.churned().isEmpty()
                ? Optional.empty()
                : log.events().get(row.customer()).stream()
                    .filter(event -> event.type().filter("purchase"::equals).isPresent())
                    .map(CustomerEvent::day)
                    .filter(day -> day.isAfter(row.asOf()) && !day.isAfter(LAST))
                    .min(Comparator.naturalOrder())
                    .map(day -> ChronoUnit.DAYS.between(row.asOf(), day));
        none += next.isEmpty() ? 1 : 0;
        assertThat(cells[cells.length - 1]).isEqualTo(next.map(Object::toString).orElse(""));
      }
      assertThat(none).isBetween(1, lines.size() - 100);
    }
  }

  private static Optional<String> expected(
      Snapshot snapshot, OrganizationSettings settings, String id, List<CustomerEvent> events) {
    if (snapshot.role() == SnapshotRole.SCORE) {
      return Optional.of(id + Optional.empty());
    }
    LocalDate asOf = snapshot.asOf();
    List<LocalDate> days =
        events.stream()
            .filter(e -> e.type().filter(settings.activityEventTypes()::contains).isPresent())
            .map(CustomerEvent::day)
            .toList();
    boolean known = days.stream().anyMatch(d -> !d.isAfter(asOf));
    boolean stays =
        days.stream()
            .anyMatch(
                d -> d.isAfter(asOf) && !d.isAfter(asOf.plusDays(settings.churnThresholdDays())));
    return known ? Optional.of(id + Optional.of(!stays)) : Optional.empty();
  }

  @Test
  void what_happens_after_a_snapshot_changes_no_feature_at_it() {
    Table whole = Fixture.build(log.csv(), SETTINGS);
    LocalDate test = LocalDate.of(2024, 3, 1);
    // the same past with another future, up to the same last day
    var other = new SimulatedLog(2, 1, 0, FIRST, 1);
    log.events()
        .forEach(
            (customer, events) ->
                events.stream()
                    .filter(e -> !e.day().isAfter(test))
                    .forEach(e -> other.add(customer, e)));
    var random = new Random(9);
    for (int i = 0; i < 2000; i++) {
      LocalDate day = test.plusDays(1L + random.nextInt(30));
      other.add("c" + random.nextInt(150), CustomerEvent.of(day, 1e6 * random.nextDouble()));
    }
    other.add("last", CustomerEvent.of(LAST, 1.0));

    assertThat(features(Fixture.build(other.csv(), SETTINGS), test))
        .isEqualTo(features(whole, test));
  }

  private static Map<String, Object> features(Table table, LocalDate upTo) {
    return table.rows().stream()
        .filter(row -> !row.asOf().isAfter(upTo))
        .collect(
            Collectors.toMap(
                row -> row.customer() + " " + row.asOf(),
                // which types are watched depends on the whole file, no value on later events
                row -> withoutTypes(row.features())));
  }

  private static FeatureVector withoutTypes(FeatureVector features) {
    return FeatureVector.of(Arrays.copyOf(features.toArray(), FeatureVector.COMMON_WIDTH));
  }

  @Test
  void a_label_looks_at_the_horizon_to_its_last_day_and_no_further() {
    String csv =
        """
        customer_id,event_date
        history,2023-06-01
        on the last day,2024-02-20
        on the last day,2024-03-31
        on the day itself,2024-03-01
        after T1,2024-01-20
        after T1,2024-03-02
        """;
    Table table = Fixture.build(csv, SETTINGS);

    assertThat(table.row("on the last day", "2024-03-01").churned()).contains(false);
    assertThat(table.row("on the day itself", "2024-03-01").churned()).contains(true);
    assertThat(table.row("after T1", "2024-03-01").churned()).contains(false);
    assertThat(table.row("after T1", "2024-01-31").churned()).contains(true);
    assertThat(table.customers("2024-03-31"))
        .containsExactly("after T1", "history", "on the day itself", "on the last day");
  }

  @Test
  void events_after_a_given_as_of_day_are_never_used() {
    LocalDate asOf = LocalDate.of(2024, 1, 15);
    var options = new UploadOptions(false, Optional.of(asOf), Optional.empty(), Set.of(), Map.of());
    String past =
        log.csv()
            .lines()
            .filter(
                l -> l.startsWith("customer") || l.split(",", -1)[1].compareTo("2024-01-15") <= 0)
            .collect(Collectors.joining("\n"));

    Table table = Fixture.build(Fixture.FEATURES, text(log.csv()), options, SETTINGS);

    assertThat(table.manifest().snapshots().get(0).asOf()).isEqualTo(asOf);
    assertThat(table.text())
        .isEqualTo(Fixture.build(Fixture.FEATURES, text(past), options, SETTINGS).text());
  }

  @Test
  void an_as_of_day_before_all_events_is_refused() {
    var options =
        new UploadOptions(
            true, Optional.of(FIRST.minusDays(1)), Optional.empty(), Set.of(), Map.of());

    assertThatThrownBy(
            () ->
                Fixture.build(
                    Fixture.FEATURES,
                    text("customer_id,date,churn\n1,2023-01-01,1\n"),
                    options,
                    SETTINGS))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessageContaining("2022-12-31");
  }

  @Test
  void the_reference_is_the_95th_percentile_of_positive_sums_over_the_training_snapshots() {
    var csv = new StringBuilder("customer_id,event_date,amount\nstart,2023-06-01,1e9\n");
    for (int i = 1; i <= 21; i++) { // one training snapshot sees 10, 20 … 210 and a return
      csv.append("c%02d,2023-12-20,%d0\n".formatted(i, i));
    }
    csv.append("r,2023-12-20,-500\nend,2024-02-29,1e9\n");
    var settings = new OrganizationSettings(30, 90, Set.of());
    Table table = Fixture.build(csv.toString(), settings);

    // T = 2023-12-31 and earlier; 2023-12-01 and before hold none of them. Place 0.95·20 = 19
    assertThat(table.manifest().definition().monetaryReference()).isEqualTo(200.0);
    assertThat(table.row("c20", "2023-12-31").features().get(MONETARY_SCORE)).isEqualTo(100.0);
  }

  @Test
  void without_training_snapshot_the_reference_comes_from_the_test_snapshot() {
    String csv =
        "customer_id,event_date,amount\na,2024-02-20,10\nb,2024-02-21,30\nb,2024-03-31,1000\n";

    // between 10 and 30, at 0.95 of the way
    assertThat(Fixture.build(csv, SETTINGS).manifest().definition().monetaryReference())
        .isEqualTo(29.0);
  }

  @Test
  void without_any_amount_the_reference_is_one() {
    String csv = "customer_id,event_date\na,2024-01-01\nb,2024-03-31\n";

    assertThat(Fixture.build(csv, SETTINGS).manifest().definition().monetaryReference())
        .isEqualTo(1.0);
  }

  @Test
  void labels_of_the_file_are_those_of_the_latest_event_and_1_wins_a_tie() {
    String csv =
        """
        customer_id,event_date,amount,event_type,churn_label
        agrees,2024-01-01,10,p,0
        changes,2024-02-01,10,p,1
        changes,2024-01-01,10,p,0
        ties,2024-02-01,10,p,1
        ties,2024-02-01,10,p,0
        unknown,2024-02-01,10,p,
        later blank,2024-01-01,10,p,1
        later blank,2024-03-01,10,p,
        """;
    Table table = Fixture.build(Fixture.FEATURES, text(csv), labeled(), SETTINGS);

    assertThat(table.rows())
        .extracting(r -> r.customer() + " " + r.asOf() + " " + r.churned().orElse(null))
        .containsExactly(
            "agrees 2024-03-01 false",
            "changes 2024-03-01 true",
            "later blank 2024-03-01 true",
            "ties 2024-03-01 true",
            "unknown 2024-03-01 null");
    assertThat(table.manifest().snapshots())
        .containsExactly(new Snapshot(LocalDate.of(2024, 3, 1), SnapshotRole.LABELLED, 5, 4, 3));
    assertThat(table.manifest().labelConflicts()).isEqualTo(2);
  }

  @Test
  void customers_come_in_the_order_of_their_bytes() {
    var random = new Random(4);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int length = 1 + random.nextInt(12);
      String alphabet = "ab\u00E4\u4E2D\uD83D\uDC4B0";
      ids.add(
          "id"
              + random
                  .ints(length, 0, 5)
                  .mapToObj(c -> c == 4 ? alphabet.substring(4, 6) : alphabet.charAt(c) + "")
                  .collect(Collectors.joining()));
    }
    String csv =
        ids.stream()
            .map(id -> id + ",2024-03-31\n")
            .collect(Collectors.joining("", "customer_id,date\nid,2024-01-01\n", ""));
    ids.add("id");
    List<String> expected = new ArrayList<>(Set.copyOf(ids));
    expected.sort(
        Comparator.comparing(id -> id.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));

    assertThat(Fixture.build(csv, SETTINGS).customers("2024-03-31")).isEqualTo(expected);
  }

  @Test
  void neither_threads_nor_blocks_nor_the_order_of_rows_show_in_a_byte() {
    List<String> lines = new ArrayList<>(log.lines());
    for (int i = 0; i < lines.size(); i += 7) { // some rows with quotes that span lines
      lines.set(i, "\"" + lines.get(i).replaceFirst(",", "\",") + "\"\n, x\"");
    }
    lines.add("bad,never,1,p");
    String header = "customer_id,event_date,amount,event_type,note\n";
    Table expected = Fixture.build(header + String.join("\n", lines), SETTINGS);
    var random = new Random(6);
    for (int blockSize : new int[] {1, 37, 1000, 1 << 20}) {
      for (int threads = 1; threads <= 4; threads++) {
        Collections.shuffle(lines, random);
        Table table =
            Fixture.build(
                new RfmFeatures(threads, blockSize, 2048),
                text(header + String.join("\n", lines)),
                UploadOptions.defaults(),
                SETTINGS);

        assertThat(table.text())
            .as("%d threads, blocks of %d", threads, blockSize)
            .isEqualTo(expected.text());
        assertThat(table.manifest()).isEqualTo(expected.manifest());
      }
    }
  }

  @Test
  void one_row_far_in_the_past_costs_nothing_and_counts() {
    String csv = log.csv() + "c1,1970-01-02,5,purchase\nc1,1970-01-02,5,purchase\n";
    Table table = Fixture.build(csv, SETTINGS);
    List<CustomerEvent> events = new ArrayList<>(log.events().get("c1"));
    events.add(CustomerEvent.of(LocalDate.EPOCH.plusDays(1), 5.0));
    events.add(CustomerEvent.of(LocalDate.EPOCH.plusDays(1), 5.0));

    assertThat(table.row("c1", "2024-03-31").features())
        .isEqualTo(Fixture.FEATURES.compute(events, LAST, table.manifest().definition()));
  }

  @Test
  void too_many_types_share_numbers_and_the_features_stay_the_same_in_every_run() {
    var csv = new StringBuilder("customer_id,event_date,event_type\n");
    for (int i = 0; i < 5000; i++) {
      csv.append("c%d,2024-0%d-01,type %d\n".formatted(i % 500, 1 + i % 3, i));
    }
    assertThat(Fixture.profile(csv.toString()).warnings())
        .anyMatch(w -> w.startsWith("There are more than 4095 event types"));
    String once =
        Fixture.build(new RfmFeatures(1), text(csv.toString()), UploadOptions.defaults()).text();
    String again =
        Fixture.build(new RfmFeatures(4, 99, 2048), text(csv.toString()), UploadOptions.defaults())
            .text();

    assertThat(again).isEqualTo(once);
  }

  @Test
  void a_short_history_is_refused() {
    assertThatThrownBy(
            () -> Fixture.build("customer_id,date\n1,2024-01-01\n1,2024-01-20\n", SETTINGS))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessageContaining("20 days");
  }

  @Test
  void the_definition_that_is_returned_gives_the_same_features_for_a_new_customer() {
    Table table = Fixture.build(log.csv(), SETTINGS);
    FeatureDefinition definition = table.manifest().definition();
    Row row = table.row("c3", "2024-03-31");

    assertThat(Fixture.FEATURES.compute(log.events().get("c3"), LAST, definition))
        .isEqualTo(row.features());
  }
}
