package dev.churn.features;

import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.dataset.ValueProblem;
import dev.churn.domain.dataset.ValueProblem.Example;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.job.Progress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which column of a file is which. */
final class ColumnChoiceTest {
  @Test
  void an_exact_name_beats_another_spelling_and_that_an_alias() {
    String csv =
        """
        customerID,customer_id,user_id,Event Date,date,revenue,Amount
        7590,A,x,2024-01-01,2020-01-01,1,10
        """;

    ProfiledFile file = read(csv, Map.of());
    assertThat(file.profile().lastDay()).isEqualTo("2024-01-01");
    assertThat(meanAmount(csv, Map.of())).isEqualTo(10);
    assertThat(customers(csv)).containsExactly("A");
  }

  @Test
  void a_column_of_several_currencies_is_warned_of() {
    String csv =
        """
        customer_id,event_date,amount,Currency
        A,2024-01-05,10,EUR
        B,2024-01-06,12,usd
        C,2024-01-07,9,"EUR"
        C,2024-01-07,,CHF
        D,2024-01-08,8,
        E,2024-01-08,8,N/A
        """;

    assertThat(read(csv, Map.of()).profile().warnings())
        .containsExactly(
            "The amounts are in several currencies by the column 'Currency', and are added as they"
                + " are: EUR (2), USD (1).");
    assertThat(read(csv, Map.of("currency", "none")).profile().warnings()).isEmpty();
    assertThat(read(csv.replace("usd", "€"), Map.of()).profile().warnings()).isEmpty();
  }

  @Test
  void a_currency_of_quantities_and_prices_is_read() {
    String csv =
        """
        customer_id,event_date,quantity,price,currency
        A,2024-01-05,1,10,EUR
        B,2024-01-06,2,12,GBP
        """;

    assertThat(read(csv, Map.of()).profile().warnings())
        .contains(
            "The amounts are in several currencies by the column 'currency', and are added as they"
                + " are: EUR (1), GBP (1).");
  }

  @Test
  void a_column_can_be_chosen_by_its_position() {
    String csv = "customer_id,date,amount,date\nA,2024-01-05,10,2024-01-07\n";

    assertThatThrownBy(() -> read(csv, Map.of()))
        .hasMessage(
            "Expected one column event_date, found 'date' in position 2 and 'date' in position 4;"
                + " choose one by its position with the option columns: {\"event_date\": 2}");
    assertThat(read(csv, Map.of("event_date", "#4")).profile().lastDay()).isEqualTo("2024-01-07");
    assertThatThrownBy(() -> read(csv, Map.of("event_date", "#5")))
        .hasMessageContaining("expected a position from 1 to 4");
    assertThatThrownBy(() -> read(csv, Map.of("event_date", "date")))
        .hasMessageContaining("such as {\"event_date\": 2}");
  }

  @Test
  void an_optional_column_can_be_none() {
    String csv = "customer_id,date,price,revenue\nA,2024-01-05,10,20\n";

    assertThatThrownBy(() -> read(csv, Map.of())).hasMessageContaining("{\"amount\": \"none\"}");
    assertThat(read(csv, Map.of("amount", "none")).profile().warnings())
        .containsExactly("There is no amount column: monetary features are 0.");
    assertThatThrownBy(() -> read(csv, Map.of("customer_id", "none")))
        .hasMessage("The mapping of columns cannot be used");
  }

  @Test
  void a_quantity_and_a_unit_price_are_multiplied() {
    String csv =
        "Customer ID,InvoiceDate,Quantity,Price\nA,2024-01-05,12,6.95\nA,2024-02-05,-12,2.95\n";

    assertThat(meanAmount(csv, Map.of())).isEqualTo(24.0);
    assertThat(read(csv, Map.of()).profile().report().conversions())
        .containsExactly(
            "amount = Quantity × Price: the amount of a row is its quantity times the price of a"
                + " piece.");
    assertThat(meanAmount(csv, Map.of("amount", "Price"))).isEqualTo(4.95);
    assertThat(meanAmount(csv.replace("Price", "Total"), Map.of())).isEqualTo(4.95);
  }

  @Test
  void a_product_that_is_no_amount_is_reported_and_left_out() {
    String csv =
        "customer_id,date,quantity,unit_price\nA,2024-01-05,1e8,1e8\n"
            + "A,2024-01-06,2,3\n".repeat(20);

    assertThat(meanAmount(csv, Map.of())).isEqualTo(120.0 / 20);
    assertThat(read(csv, Map.of()).profile().report().unread())
        .containsExactly(
            new ValueProblem(
                "unit_price",
                "expected a quantity and a unit price whose product is between -1e12 and 1e12",
                1,
                List.of(new Example(2, "1e8 × 1e8"))));
  }

  @Test
  void a_quantity_and_a_unit_price_can_be_named() {
    String csv = "customer_id,date,amount,Stk,VK\nA,2024-01-05,1,3,2.5\n";

    assertThat(meanAmount(csv, Map.of("quantity", "Stk", "unit_price", "VK"))).isEqualTo(7.5);
    assertThat(meanAmount(csv, Map.of())).isEqualTo(1);
  }

  @Test
  void a_column_of_labels_that_is_not_used_draws_a_hint() {
    assertThat(
            read("customer_id,date,amount,churned\nA,2024-01-05,1,0\n", Map.of())
                .profile()
                .warnings())
        .containsExactly(
            "The column 'churned' is not used; to learn from its labels, upload the file with"
                + " has_churn_label=true.");
  }

  private static ProfiledFile read(String csv, Map<String, String> columns) {
    return Fixture.FEATURES.profile(
        text(csv), options(columns), Fixture.UPLOAD_DAY, Progress.none());
  }

  private static UploadOptions options(Map<String, String> columns) {
    return UploadOptions.defaults().withColumns(columns);
  }

  private static double meanAmount(String csv, Map<String, String> columns) {
    return Fixture.score(text(csv), options(columns))
        .get(0)
        .features()
        .get(Feature.AVG_TRANSACTION_VALUE);
  }

  private static List<String> customers(String csv) {
    return Fixture.score(text(csv), options(Map.of())).stream().map(row -> row.customer()).toList();
  }
}
