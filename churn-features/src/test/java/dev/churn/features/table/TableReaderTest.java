package dev.churn.features.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.features.Fixture;
import dev.churn.features.Fixture.Row;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TableReaderTest {
  private static final String HEADER =
      "customer_id,as_of,recency_score,frequency_score,monetary_score,engagement_score,tenure_days,"
          + "activity_trend,avg_transaction_value,days_between_transactions,churn_label\n";
  private static final String WHOLE =
      HEADER.replace(
          "churn_label",
          "last_gap,recent_gap,gap_spread,events_30,events_90,events_180,events_365,baskets,"
              + "mean_basket,churn_label");

  @Test
  void reads_what_is_written() {
    String table =
        HEADER
            + "007,2024-01-31,1.0,2.5,1.0E-7,0.1,5.0,-6.0,7.0,8.0,1\n"
            + "\"a, \"\"b\"\"\n\",2024-01-31,1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,0\n"
            + "#,2023-12-31,1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,\n";

    assertThat(Fixture.read(table.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            new Row(
                "007",
                LocalDate.of(2024, 1, 31),
                FeatureVector.of(1, 2.5, 1e-7, 0.1, 5, -6, 7, 8),
                Optional.of(true)),
            new Row(
                "a, \"b\"\n",
                LocalDate.of(2024, 1, 31),
                FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8),
                Optional.of(false)),
            new Row(
                "#",
                LocalDate.of(2023, 12, 31),
                FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8),
                Optional.empty()));
  }

  @Test
  void what_is_no_feature_table_is_corrupt() {
    assertCorrupt("", "header");
    assertCorrupt("customer_id,event_date\n1,2024-01-01\n", "header");
    assertCorrupt(HEADER.replace("tenure_days", "Tenure!"), "header");
    assertCorrupt("customer_id,as_of,churn_label\n", "header");
    assertCorrupt(HEADER + "1,2024-01-31,1.0,2.0\n", "11 columns");
    assertCorrupt(HEADER + "1,2024-01-31,1,2,3,4,5,6,7,8,0,9\n", "11 columns");
    assertCorrupt(HEADER + "1,2024-01-31,1,2,3,4,5,6,7,8,0,9,10,11\n", "11 columns");
    assertCorrupt(HEADER + ",".repeat(600) + "\n", "unreadable");
    assertCorrupt(HEADER + "1,soon,1,2,3,4,5,6,7,8,0\n", "soon");
    assertCorrupt(HEADER + "1,2024-01-31,NaN,2,3,4,5,6,7,8,0\n", "recency_score");
    assertCorrupt(HEADER + "1,2024-01-31,1,2,3,4,5,6,7,,0\n", "days_between_transactions");
    assertCorrupt(HEADER + "1,2024-01-31,1,2,3,4,5,6,7,8,yes\n", "label");
    assertCorrupt(HEADER + ",2024-01-31,1,2,3,4,5,6,7,8,1\n", "customer");
    assertCorrupt(WHOLE + "1,2024-01-31,1,2,3,4,5,6,7,8,1\n", "20 columns");
  }

  /** Tables of earlier versions have the eight features alone. */
  @Test
  void further_features_stand_behind_the_eight_and_are_zero_where_a_table_has_none() {
    assertThat(
            Fixture.read(
                (WHOLE + "1,2024-01-31,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,1\n")
                    .getBytes(StandardCharsets.UTF_8)))
        .extracting(Row::features)
        .containsExactly(
            FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17));
    assertThat(
            Fixture.read(
                (HEADER + "1,2024-01-31,1,2,3,4,5,6,7,8,1\n").getBytes(StandardCharsets.UTF_8)))
        .extracting(Row::features)
        .containsExactly(FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  /** The days stand behind the label, where nobody takes them for a feature. */
  @Test
  void the_days_to_the_next_activity_stand_behind_the_label_and_are_unknown_in_earlier_tables() {
    String row = "1,2024-01-31,1,2,3,4,5,6,7,8,";
    String header = HEADER.replace("churn_label", "churn_label,next_activity_days");

    assertThat(nextActivity(header + row + "0,1\n" + row + "1,\n" + row + "0,731\n" + row + ",\n"))
        .containsExactly(1, NextActivity.NONE, 731, NextActivity.UNKNOWN);
    assertThat(nextActivity(HEADER + row + "0\n" + row + "1\n"))
        .containsExactly(NextActivity.UNKNOWN, NextActivity.UNKNOWN);
    assertCorrupt(header + row + "0,0\n", "0 days to the next activity");
    assertCorrupt(header + row + "0,soon\n", "soon");
    assertCorrupt(header + row + "0\n", "12 columns");
  }

  /** The row of 2023 cannot be read, and neither can the numbers of the days that are left out. */
  @Test
  void rows_of_other_days_are_not_read_and_nothing_behind_the_last_one() {
    String numbers = ",1,2,3,4,5,6,7,8,0\n";
    String table =
        HEADER
            + "1,2024-03-31,x,2,3,4,5,6,7,8,0\n"
            + "1,2024-02-29"
            + numbers
            + "2,2024-02-29"
            + numbers
            + "1,2024-01-31,x,2,3,4,5,6,7,8,0\n"
            + "1,2023-12-31\n";
    List<String> customers = new ArrayList<>();
    new TableReader(Set.of(LocalDate.parse("2024-02-29")))
        .read(
            new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)),
            (customer, asOf, features, churned) -> customers.add(customer + " " + asOf));

    assertThat(customers).containsExactly("1 2024-02-29", "2 2024-02-29");
    assertCorrupt(table, "a day and finite numbers");
  }

  private static List<Integer> nextActivity(String table) {
    List<Integer> days = new ArrayList<>();
    new TableReader()
        .read(
            new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)),
            new FeatureRowConsumer() {
              @Override
              public void accept(
                  String customer, LocalDate day, FeatureVector features, Optional<Boolean> label) {
                throw new AssertionError("expected the days too");
              }

              @Override
              public void accept(
                  String customer,
                  LocalDate day,
                  FeatureVector features,
                  Optional<Boolean> label,
                  int nextActivityDays) {
                days.add(nextActivityDays);
              }
            });
    return days;
  }

  @Test
  void a_table_with_other_features_was_made_by_another_version() {
    assertOtherFeatures(HEADER.replace("tenure_days", "tenure"));
    assertOtherFeatures(HEADER.replace("tenure_days,", ""));
    assertOtherFeatures(HEADER.replace("churn_label", "spend_trend,basket_size,churn_label"));
    assertOtherFeatures(
        HEADER
            .replace("recency_score", "x")
            .replace("frequency_score", "recency_score")
            .replace("x", "frequency_score"));
  }

  private static void assertOtherFeatures(String header) {
    String features =
        header.replace("customer_id,as_of,", "").replace(",churn_label\n", "").replace(",", ", ");
    assertThatThrownBy(() -> Fixture.read(header.getBytes(StandardCharsets.UTF_8)))
        .as(header)
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessage(
            "The feature table was made with the features %s; this version needs %s;"
                    .formatted(features, String.join(", ", FeatureNames.known()))
                + " process the dataset again");
  }

  private static void assertCorrupt(String table, String message) {
    assertThatThrownBy(() -> Fixture.read(table.getBytes(StandardCharsets.UTF_8)))
        .as(table)
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining(message);
  }
}
