package dev.churn.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.domain.dataset.UploadOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The options of an upload as its form has them. */
final class UploadParametersTest {
  private static UploadOptions options(Map<String, String> form) {
    return UploadParameters.parse(form, Map.of()).options();
  }

  private static List<FieldError> errors(Map<String, String> form) {
    return catchThrowableOfType(ChurnException.class, () -> UploadParameters.parse(form, Map.of()))
        .fieldErrors();
  }

  @Test
  void what_is_not_said_is_left_open() {
    assertThat(options(Map.of())).isEqualTo(UploadOptions.defaults());
  }

  @Test
  void a_decimal_separator_is_a_sign_or_its_name() {
    assertThat(List.of(",", "comma", "COMMA"))
        .allSatisfy(
            text ->
                assertThat(options(Map.of("decimal_separator", text)).conventions())
                    .extracting(conventions -> conventions.decimalSeparator().orElseThrow())
                    .isEqualTo(DecimalSeparator.COMMA));
    assertThat(options(Map.of("decimal_separator", ".")).conventions().decimalSeparator())
        .contains(DecimalSeparator.POINT);
    assertThat(errors(Map.of("decimal_separator", ";")))
        .containsExactly(
            new FieldError("decimal_separator", "expected point, comma, '.' or ',', found ';'"));
  }

  @Test
  void an_encoding_is_a_character_set_that_this_machine_has() {
    assertThat(options(Map.of("encoding", "cp1252", "sheet", "Orders 2024")).conventions())
        .satisfies(
            conventions -> {
              assertThat(conventions.encoding()).contains("cp1252");
              assertThat(conventions.sheet()).contains("Orders 2024");
            });
    assertThat(List.of("utf-9", "a b"))
        .allSatisfy(
            name ->
                assertThat(errors(Map.of("encoding", name)))
                    .extracting(FieldError::field)
                    .containsExactly("encoding"));
  }

  @Test
  void words_for_missing_values_replace_the_usual_ones_and_may_be_none() {
    assertThat(options(Map.of("missing_values", "[\"NULL\", \" - \", \"\"]")).conventions())
        .extracting(conventions -> conventions.missingValues().orElseThrow())
        .isEqualTo(Set.of("NULL", "-"));
    assertThat(options(Map.of("missing_values", "[]")).conventions().missingValues())
        .contains(Set.of());
    assertThat(List.of("NULL", "{\"NULL\": 1}", "[1]", "[\"a\\nb\"]"))
        .allSatisfy(
            text ->
                assertThat(errors(Map.of("missing_values", text)))
                    .extracting(FieldError::field)
                    .containsExactly("missing_values"));
  }

  @Test
  void words_for_labels_mean_churned_or_not() {
    String words = "{\"gone\": true, \"left\": 1, \"here\": false, \"back\": 0}";

    assertThat(options(Map.of("churn_label_values", words)).conventions().churnLabels())
        .isEqualTo(Map.of("gone", true, "left", true, "here", false, "back", false));
    assertThat(
            List.of(
                "[\"gone\"]",
                "{\"gone\": 2}",
                "{\"gone\": \"yes\"}",
                "{\"gone\": 1, \"Gone\": 0}",
                "{\" \": 1}"))
        .allSatisfy(
            text ->
                assertThat(errors(Map.of("churn_label_values", text)))
                    .extracting(FieldError::field)
                    .containsExactly("churn_label_values"));
  }

  @Test
  void a_column_is_a_header_a_position_or_none() {
    String columns =
        "{\"customer_id\": \"Client No\", \"event_date\": 3, \"amount\": null,"
            + " \"event_type\": \"none\", \"quantity\": 5, \"unit_price\": \"Price\"}";

    assertThat(options(Map.of("columns", columns)).columns())
        .isEqualTo(
            Map.of(
                "customer_id", "Client No",
                "event_date", "#3",
                "amount", "none",
                "event_type", "none",
                "quantity", "#5",
                "unit_price", "Price"));
    assertThat(List.of("{\"amount\": 0}", "{\"amount\": 1.5}", "{\"amount\": [1]}", "[]", "{"))
        .allSatisfy(
            text ->
                assertThat(errors(Map.of("columns", text)))
                    .extracting(FieldError::field)
                    .containsExactly("columns"));
  }

  @Test
  void a_file_to_be_scored_is_read_with_the_same_options_but_for_labels() {
    Map<String, String> form = Map.of("decimal_separator", "comma", "columns", "{\"amount\": 2}");
    UploadOptions batch = UploadParameters.parseBatch(form, Map.of()).options();

    assertThat(batch).isEqualTo(options(form));
    assertThat(
            catchThrowableOfType(
                    ChurnException.class,
                    () ->
                        UploadParameters.parseBatch(
                            Map.of("churn_label_values", "{\"gone\": 1}"), Map.of()))
                .fieldErrors())
        .extracting(FieldError::field)
        .containsExactly("churn_label_values");
  }

  @Test
  void an_option_that_resembles_one_is_no_option() {
    assertThat(errors(Map.of("decimal_seperator", ",", "time_zone", "Asia/Tokyo")))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("decimal_seperator", "time_zone");
  }

  @Test
  void an_option_has_one_value_in_form_and_query() {
    Map<String, List<String>> query =
        Map.of("has_churn_label", List.of("true"), "as_of", List.of(" 2024-06-30"));

    assertThat(UploadParameters.parse(Map.of("as_of", "2024-06-30 "), query).options())
        .isEqualTo(UploadParameters.parse(Map.of(), query).options());
    assertThat(UploadParameters.parse(Map.of("has_churn_label", " "), query).options())
        .as("a blank one is none")
        .isEqualTo(UploadParameters.parse(Map.of(), query).options());
    Map<String, String> form = Map.of("has_churn_label", "false", "as_of", "2024-06-01");
    assertThat(
            catchThrowableOfType(ChurnException.class, () -> UploadParameters.parse(form, query))
                .fieldErrors())
        .containsExactlyInAnyOrder(
            new FieldError(
                "has_churn_label",
                "expected once, found 'false' in the form and 'true' in the query"),
            new FieldError(
                "as_of",
                "expected once, found '2024-06-01' in the form and '2024-06-30' in the query"));
    assertThat(
            catchThrowableOfType(
                    ChurnException.class,
                    () ->
                        UploadParameters.parseBatch(
                            Map.of("batch_name", "a"), Map.of("batch_name", List.of("b"))))
                .fieldErrors())
        .extracting(FieldError::field)
        .containsExactly("batch_name");
  }
}
