package dev.churn.features;

import static dev.churn.features.Fixture.UPLOAD_DAY;
import static dev.churn.features.Fixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.features.Fixture.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A file's customers are scored by the features that a single customer's prediction has. */
class ScoreFileTest {
  private static final FeatureDefinition OF_A_MODEL =
      new FeatureDefinition(Set.of("purchase", "visit", "a"), 731.25);

  private static List<Row> score(
      RfmFeatures features, String csv, LocalDate asOf, FeatureDefinition definition) {
    UploadOptions options = UploadOptions.defaults();
    CsvProfile profile =
        features.profile(text(csv), options, UPLOAD_DAY, Progress.none()).profile();
    List<Row> rows = new ArrayList<>();
    features.score(
        new ScoreRequest(
            options, UPLOAD_DAY, profile.firstDay(), profile.eventTypes(), asOf, definition),
        text(csv),
        (customer, day, vector, churned) -> rows.add(new Row(customer, day, vector, churned)),
        Progress.none());
    return rows;
  }

  @Test
  void a_file_and_single_customers_have_the_same_features_bit_for_bit() {
    var log = new SimulatedLog(11, 300, 6000, LocalDate.of(2015, 3, 1), 3300);
    var everything = new FeatureDefinition(Set.of(), 9.5);
    var few = new RfmFeatures(1, 1 << 12, 120); // most days lie before those kept as bits
    for (FeatureDefinition definition : List.of(OF_A_MODEL, everything)) {
      for (String day : List.of("2024-06-30", "2024-03-10", "2019-01-01")) {
        LocalDate asOf = LocalDate.parse(day);
        for (RfmFeatures features : List.of(new RfmFeatures(3), few)) {
          List<Row> rows = score(features, log.csv(), asOf, definition);

          assertThat(rows).hasSizeGreaterThan(200);
          for (Row row : rows) {
            FeatureVector single =
                Fixture.FEATURES.compute(log.events().get(row.customer()), asOf, definition);
            assertThat(row).isEqualTo(new Row(row.customer(), asOf, single, Optional.empty()));
          }
        }
      }
    }
  }

  @Test
  void every_customer_with_an_event_up_to_the_day_is_scored_once_in_the_order_of_tables() {
    var log = new SimulatedLog(5, 200, 900, LocalDate.of(2024, 1, 1), 120);
    LocalDate asOf = LocalDate.of(2024, 2, 15);
    List<String> known =
        log.events().entrySet().stream()
            .filter(e -> e.getValue().stream().anyMatch(event -> !event.day().isAfter(asOf)))
            .map(e -> e.getKey())
            .toList();

    List<String> scored =
        score(Fixture.FEATURES, log.csv(), asOf, OF_A_MODEL).stream().map(Row::customer).toList();
    assertThat(known.size()).isLessThan(log.events().size());
    assertThat(scored).containsExactlyInAnyOrderElementsOf(known);
    assertThat(scored)
        .isSortedAccordingTo(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
  }

  @Test
  void ids_are_given_as_they_are() {
    String csv =
        "customer_id,event_date\n\"a,\"\"b\"\"\",2024-01-01\n\"two\nlines\",2024-01-02\n客户 😀,2024-01-03\n";

    assertThat(score(Fixture.FEATURES, csv, UPLOAD_DAY, OF_A_MODEL))
        .extracting(Row::customer)
        .containsExactly("a,\"b\"", "two\nlines", "客户 😀");
  }

  @Test
  void a_customer_who_never_was_active_is_scored_as_a_single_one_is() {
    String csv = "customer_id,event_date,amount,event_type\nc,2024-05-01,5,return\n";
    LocalDate asOf = LocalDate.of(2024, 5, 3);
    var event =
        new CustomerEvent(LocalDate.of(2024, 5, 1), OptionalDouble.of(5), Optional.of("return"));

    assertThat(score(Fixture.FEATURES, csv, asOf, OF_A_MODEL))
        .extracting(Row::features)
        .containsExactly(Fixture.FEATURES.compute(List.of(event), asOf, OF_A_MODEL));
  }

  @Test
  void a_file_without_an_event_up_to_the_day_is_refused() {
    String csv = "customer_id,event_date\nc,2024-05-01\n";

    assertThatThrownBy(() -> score(Fixture.FEATURES, csv, LocalDate.of(2024, 4, 30), OF_A_MODEL))
        .hasMessageContaining("2024-04-30")
        .isInstanceOf(ChurnException.class)
        .extracting(e -> ((ChurnException) e).code())
        .isEqualTo(ErrorCode.UNPROCESSABLE);
  }

  @Test
  void the_histories_of_a_few_customers_are_found_whole() {
    var log = new SimulatedLog(12, 50, 4000, LocalDate.of(2022, 3, 1), 800);
    List<String> wanted = log.events().keySet().stream().sorted().limit(3).toList();

    Map<String, List<CustomerEvent>> found =
        new RfmFeatures(3, 1 << 12, 120)
            .histories(
                UploadOptions.defaults(),
                UPLOAD_DAY,
                text(log.csv()),
                Set.of(wanted.get(0), wanted.get(1), wanted.get(2), "nobody"));

    assertThat(found).containsOnlyKeys(wanted);
    found.forEach(
        (customer, events) ->
            assertThat(events).containsExactlyInAnyOrderElementsOf(log.events().get(customer)));
  }

  @Test
  void a_history_that_is_too_long_is_left_out() {
    String line = "crowd,2024-01-01\n";
    String csv = "customer_id,event_date\n" + line.repeat(EventFiles.MAX_HISTORY);
    var features = new RfmFeatures(2);

    assertThat(
            features
                .histories(UploadOptions.defaults(), UPLOAD_DAY, text(csv), Set.of("crowd"))
                .get("crowd"))
        .hasSize(EventFiles.MAX_HISTORY);
    assertThat(
            features.histories(
                UploadOptions.defaults(), UPLOAD_DAY, text(csv + line), Set.of("crowd")))
        .isEmpty();
  }
}
