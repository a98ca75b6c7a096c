package dev.churn.features;

import static dev.churn.features.Fixture.FEATURES;
import static dev.churn.features.Fixture.UPLOAD_DAY;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.source.Sources;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number of JSON or of a workbook has one reading, whatever texts stand beside it. */
final class NumbersAsNumbersTest {
  private static final UploadOptions USUAL = UploadOptions.defaults();

  /** {@return JSON with two customers, whose amounts are written as given} */
  private static Content json(String a, String b) {
    return text(
        """
        [{"customer_id":"A","event_date":"2024-01-05","amount":%s},
        {"customer_id":"B","event_date":"2024-01-09","amount":%s}]
        """
            .formatted(a, b));
  }

  private static String shared(String reference, String text) {
    return "<c r='%s' t='inlineStr'><is><t>%s</t></is></c>".formatted(reference, text);
  }

  /** {@return a cell of a number, or of a text in quotes} */
  private static String cell(String reference, String value) {
    return value.startsWith("\"")
        ? shared(reference, value.replace("\"", ""))
        : "<c r='%s'><v>%s</v></c>".formatted(reference, value);
  }

  private static Content sheet(String a, String b) {
    return sheet("\"A\"", a, "\"B\"", b);
  }

  private static Content sheet(String first, String a, String second, String b) {
    return Content.of(
        Sources.workbook(
            "<row r='1'>"
                + shared("A1", "customer_id")
                + shared("B1", "event_date")
                + shared("C1", "amount")
                + "</row><row r='2'>"
                + cell("A2", first)
                + shared("B2", "2024-01-05")
                + cell("C2", a)
                + "</row><row r='3'>"
                + cell("A3", second)
                + shared("B3", "2024-01-09")
                + cell("C3", b)
                + "</row>"));
  }

  private static ProfiledFile profile(Content file, UploadOptions options) {
    return FEATURES.profile(file, options, UPLOAD_DAY, Progress.none());
  }

  private static double amount(Content file, UploadOptions options, String customer) {
    return FEATURES
        .histories(profile(file, options).options(), UPLOAD_DAY, file, Set.of(customer))
        .get(customer)
        .get(0)
        .amount()
        .orElseThrow();
  }

  private static UploadOptions comma() {
    return USUAL.with(FileConventions.defaults().withDecimalSeparator(DecimalSeparator.COMMA));
  }

  @Test
  void numbers_beside_texts_with_a_decimal_comma_keep_their_value() {
    for (String number : List.of("1.125", "12.5", "-0.25", "10.125", "1.125e1", "1250")) {
      for (Content file : List.of(json(number, "\"12,50\""), sheet(number, "\"12,50\""))) {
        assertThat(amount(file, USUAL, "A")).isEqualTo(Double.parseDouble(number));
        assertThat(amount(file, USUAL, "B")).isEqualTo(12.5);
        assertThat(amount(file, comma(), "A")).isEqualTo(Double.parseDouble(number));
      }
    }
  }

  @Test
  void numbers_with_three_decimals_are_not_ambiguous() {
    for (Content file : List.of(json("1.659", "1.699"), sheet("1.659", "1.699"))) {
      for (UploadOptions options : List.of(USUAL, comma())) {
        assertThat(amount(file, options, "A")).isEqualTo(1.659);
        assertThat(amount(file, options, "B")).isEqualTo(1.699);
      }
    }
    assertThatThrownBy(
            () -> profile(text("customer_id,event_date,amount\nA,2024-01-05,1.659\n"), USUAL))
        .hasMessageContaining("decimal_separator");
  }

  @Test
  void a_number_is_one_in_a_row_with_quotes_too() {
    Content file =
        text(
            """
            {"customer_id":"A \\"b\\"","event_date":"2024-01-05","amount":1.125}
            {"customer_id":"B, c","event_date":"2024-01-05","amount":1.375}
            {"customer_id":"B","event_date":"2024-01-09","amount":"12,50"}
            """);

    assertThat(amount(file, USUAL, "A \"b\"")).isEqualTo(1.125);
    assertThat(amount(file, USUAL, "B, c")).isEqualTo(1.375);
  }

  @Test
  void quantities_prices_and_wrapped_numbers_are_numbers() {
    Content file =
        text(
            """
            {"customer_id":"A","event_date":"2024-01-05","quantity":2,"unit_price":1.125}
            {"customer_id":"B","event_date":"2024-01-09","quantity":1,"unit_price":"12,50"}
            {"customer_id":"C","event_date":"2024-01-09","quantity":1.5,"unit_price":{"$numberDecimal":"1.500"}}
            """);

    assertThat(amount(file, USUAL, "A")).isEqualTo(2.25);
    assertThat(amount(file, USUAL, "B")).isEqualTo(12.5);
    assertThat(amount(file, USUAL, "C")).isEqualTo(2.25);
  }

  @Test
  void no_text_passes_for_a_number() {
    String csv = "customer_id,event_date,amount\nA,2024-01-05,1.125\u001F\n";

    for (Content file :
        List.of(
            text(csv),
            text(csv.replace("A,", "\"A \"\"b\"\"\",")),
            json("\"1.125\\u001f\"", "\"1.125\\u001f\\u001f\""),
            sheet("\"1.125_x001F_\"", "\"1.125\""))) {
      assertThatThrownBy(() -> profile(file, USUAL)).hasMessageContaining("decimal_separator");
    }
    assertThat(profile(text(csv.replace("A,", "A\u001F,")), comma()).profile().warnings())
        .isEmpty();
  }

  @Test
  void customers_days_and_types_that_are_numbers_are_read_as_before() {
    Content file =
        text(
            """
            {"customer_id":17850.5,"event_date":1704412800.5,"amount":1.125,"event_type":2.5,"churn_label":1.0}
            {"customer_id":"17850.5","event_date":1704412800.25,"amount":2.125,"event_type":"2.5","churn_label":"1"}
            """);
    ProfiledFile read = profile(file, Fixture.labeled());

    assertThat(read.profile().eventTypes()).isEqualTo(1);
    assertThat(read.profile().rejectedRowCount()).isZero();
    assertThat(read.profile().report().unread()).isEmpty();
    assertThat(
            FEATURES.histories(read.options(), UPLOAD_DAY, file, Set.of("17850.5")).get("17850.5"))
        .hasSize(2);
    assertThat(
            profile(text("{\"customer_id\":5.0,\"event_date\":\"2024-01-05\"}"), USUAL)
                .options()
                .conventions()
                .decimalIds())
        .isTrue();
  }

  @Test
  void a_copy_without_a_customer_has_the_same_numbers() {
    for (Content file : List.of(json("1.125", "\"12,50\""), sheet("1.125", "\"12,50\""))) {
      UploadOptions options = profile(file, USUAL).options();
      var out = new ByteArrayOutputStream();
      FEATURES.copyWithout(options, file, "B", out, Progress.none());
      Content copy = Content.of(out.toByteArray());
      UploadOptions plain = options.with(options.conventions().ofPlainText());

      assertThat(amount(copy, plain, "A")).isEqualTo(1.125);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5e1", "1.5E+1", "1.5E-2", "7.65e-06", "-2.0e0", "1e-2", "1E3"})
  void a_copy_keeps_numbers_that_have_an_exponent(String number) {
    for (String other : List.of("5.5", "\"12,50\"")) {
      Content file = json(number, other);
      UploadOptions options = profile(file, USUAL).options();
      var out = new ByteArrayOutputStream();
      FEATURES.copyWithout(options, file, "B", out, Progress.none());
      UploadOptions plain = options.with(options.conventions().ofPlainText());

      assertThat(amount(Content.of(out.toByteArray()), plain, "A"))
          .isEqualTo(Double.parseDouble(number));
    }
  }

  @Test
  void long_numbers_in_the_customer_column_of_a_workbook_are_warned_of() {
    String warning =
        "Customer ids such as '%s' on line 2 look like numbers that a spreadsheet has rounded,"
            + " 2 of 2 rows (100.0 %%); export them as text, since different customers may have"
            + " become one.";

    for (String id : List.of("1.2345678901234568E+17", "123456789012345680")) {
      assertThat(profile(sheet(id, "1.5", id, "1"), USUAL).profile().warnings())
          .containsExactly(warning.formatted("123456789012345680"));
    }
    for (String id : List.of("123456789012345", "\"123456789012345680\"", "17850")) {
      assertThat(profile(sheet(id, "1.5", id, "1"), USUAL).profile().warnings()).isEmpty();
    }
    String exact =
        "{\"customer_id\":123456789012345678,\"event_date\":\"2024-01-05\",\"amount\":1}";
    assertThat(profile(text(exact), USUAL).profile().warnings()).isEmpty();
  }
}
