package dev.churn.features;

import static dev.churn.features.Fixture.labeled;
import static dev.churn.features.Fixture.profile;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.dataset.ValueProblem;
import dev.churn.domain.dataset.ValueProblem.Example;
import dev.churn.domain.job.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An optional value that cannot be read never costs the event. */
final class UnreadValuesTest {
  private static final String HEADER = "customer_id,event_date,amount,event_type\n";
  private static final String GOOD = "1,2024-01-01,2,p\n".repeat(40);

  @Test
  void an_amount_that_cannot_be_read_leaves_the_event() {
    CsvProfile profile =
        profile(HEADER + GOOD + "2,2024-02-01,x,p\n2,2024-03-01,1000000000001,p\n");

    assertThat(profile.rejectedRowCount()).isZero();
    assertThat(profile.lastDay()).isEqualTo("2024-03-01");
    assertThat(profile.report().unread())
        .containsExactly(
            new ValueProblem(
                "amount",
                "expected a number such as 12.50 or 1,250.00",
                1,
                List.of(new Example(42, "x"))),
            new ValueProblem(
                "amount",
                "expected an amount between -1e12 and 1e12",
                1,
                List.of(new Example(43, "1000000000001"))));
    assertThat(profile.warnings())
        .contains(
            "1 value of the column amount could not be read; its row is kept without it:"
                + " expected a number such as 12.50 or 1,250.00, found 'x' on line 42.");
  }

  @Test
  void a_type_that_cannot_be_read_leaves_the_event() {
    CsvProfile profile =
        profile(
            HEADER + GOOD + "2,2024-02-01,3," + "y".repeat(300) + "\n2,2024-02-01,3,a\u0001b\n");

    assertThat(profile.rejectedRowCount()).isZero();
    assertThat(profile.eventTypes()).isEqualTo(1);
    assertThat(profile.report().unread())
        .extracting(ValueProblem::reason)
        .containsExactly(
            "expected an event type of at most 256 characters",
            "expected an event type without control characters");
  }

  @Test
  void a_label_that_cannot_be_read_leaves_the_event() {
    String csv =
        "customer_id,date,churn\n" + "1,2024-01-01,1\n".repeat(40) + "1,2024-01-02,maybe\n";

    assertThat(profile(text(csv), labeled()).report().unread())
        .extracting(ValueProblem::column, ValueProblem::count)
        .containsExactly(tuple("churn_label", 1L));
  }

  @Test
  void labels_are_words_of_many_kinds() {
    String csv =
        """
        customer_id,date,churn_label
        a,2024-01-01,Yes
        b,2024-01-01,-1
        c,2024-01-01,stayed
        d,2024-01-01,NULL
        e,2024-01-01,T
        f,2024-01-01,Not churned
        g,2024-01-01,fort
        """;
    UploadOptions options = labeled().with(labels(Map.of("Fort", true)));

    assertThat(
            Fixture.build(Fixture.FEATURES, text(csv), options).rows().stream()
                .map(row -> row.customer() + row.churned().map(c -> c ? "1" : "0").orElse("?")))
        .containsExactly("a1", "b0", "c0", "d?", "e1", "f0", "g1");
  }

  @Test
  void a_quantity_without_a_price_and_a_price_without_a_quantity_are_counted() {
    CsvProfile profile =
        profile(
            """
            customer_id,event_date,quantity,unit_price
            A,2024-01-05,2,1.50
            A,2024-01-06,,1.50
            A,2024-01-07,,
            B,2024-01-08,3,NULL
            "B ""x""\",2024-01-09,3,
            """);

    assertThat(profile.rejectedRowCount()).isZero();
    assertThat(profile.warnings())
        .contains(
            "3 of 5 rows (60.0 %) have a quantity or a price and not both, the first one on line"
                + " 3; they count as events without an amount.");
    String whole = "customer_id,event_date,quantity,unit_price\nA,2024-01-05,,\nB,2024-01-05,1,2\n";
    assertThat(profile(whole).warnings()).noneMatch(warning -> warning.contains("not both"));
  }

  private static FileConventions labels(Map<String, Boolean> words) {
    FileConventions usual = FileConventions.defaults();
    return new FileConventions(
        usual.encoding(),
        usual.sheet(),
        usual.decimalSeparator(),
        usual.missingValues(),
        words,
        usual.timeZone(),
        false);
  }

  @Test
  void a_column_that_was_guessed_and_holds_something_else_is_left_out() {
    String csv =
        """
        customer_id,event_date,event,value
        A,2024-01-05,view,red
        A,2024-02-14,view,blue
        A,2024-03-01,pay,12
        """;
    ProfiledFile file =
        Fixture.FEATURES.profile(
            text(csv), UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none());

    assertThat(file.options().columns()).isEqualTo(Map.of("amount", "none"));
    assertThat(file.profile().rejectedRowCount()).isZero();
    assertThat(file.profile().warnings())
        .contains(
            "The column 'value' is not taken for amount: 2 of 3 values (66.7 %) cannot be read:"
                + " expected a number such as 12.50 or 1,250.00, found 'red' on line 2, 'blue' on"
                + " line 3. If another column has it, say so with the option columns.",
            "There is no amount column: monetary features are 0.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          event_typ    | event_type
          evnt_type    | event_type
          Event  Typ   | event_type
          amout        | amount
          ammount      | amount
          revenu       | amount
          chrun_label  | churn_label
          has_churnd   | churn_label
          """)
  void a_header_that_resembles_a_missing_column_is_named(String header, String column) {
    String csv = "customer_id,event_date,%s,note\nA,2024-01-05,1,x\n".formatted(header);

    assertThat(profile(csv).warnings())
        .contains(
            "The column '%s' is not used, though its name resembles %s; if that is meant, say so with the option columns: {\"%2$s\": \"%1$s\"}%s."
                .formatted(
                    header,
                    column,
                    column.equals("churn_label") ? " and has_churn_label=true" : ""));
  }

  @Test
  void a_header_that_resembles_a_column_of_the_file_or_little_else_is_not_named() {
    for (String header :
        new String[] {
          "amount,amout,event_type,event_typ,churn_label,chrun_label",
          "amount,event_type,labels,turn,note,typo,count",
          "quantity,price,amout,type,event_typ"
        }) {
      String row = "1,".repeat(header.split(",").length).replaceFirst(",$", "");
      String csv = "customer_id,event_date,%s\nA,2024-01-05,%s\n".formatted(header, row);
      assertThat(profile(csv).warnings()).as(header).noneMatch(text -> text.contains("resembles"));
    }
    assertThat(
            Fixture.FEATURES
                .profile(
                    text("customer_id,event_date,event_typ,amout\nA,2024-01-05,p,1\n"),
                    options("event_type", "none", "amount", "amout"),
                    Fixture.UPLOAD_DAY,
                    Progress.none())
                .profile()
                .warnings())
        .isEmpty();
  }

  private static UploadOptions options(String... columns) {
    return UploadOptions.defaults()
        .withColumns(Map.of(columns[0], columns[1], columns[2], columns[3]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Amount (EUR)",
        "montant",
        "Betrag",
        "importe",
        "Total TTC",
        "OrderValueEur",
        "net_price"
      })
  void a_header_that_sounds_like_amounts_is_named_where_there_are_none(String header) {
    String csv = "customer_id,event_date,shop,%s\nA,2024-01-05,x,1\n".formatted(header);

    assertThat(profile(csv).warnings())
        .contains(
            "There is no amount column: monetary features are 0. If '%s' has the amounts, say so with the option columns: {\"amount\": \"%1$s\"}."
                .formatted(header));
    assertThat(
            profile("customer_id,event_date,total_visits,value_type\nA,2024-01-05,1,2\n")
                .warnings())
        .contains("There is no amount column: monetary features are 0.");
  }

  @Test
  void one_row_is_no_plural() {
    assertThat(profile("customer_id,event_date,amount\nA,2024-01-05,1\nB,soon,1\n").warnings())
        .contains("1 of 2 rows (50.0 %) was rejected and is left out.");
    assertThatThrownBy(() -> profile("customer_id,event_date\nA,soon\n"))
        .hasMessageStartingWith(
            "Expected at least one valid row, found none; the only row was rejected: line 2,");
    assertThatThrownBy(() -> profile("customer_id,event_date,amount\nA,2024-01-05,red\n"))
        .hasMessageContaining("found that 1 of 1 value (100.0 %) cannot: ");
  }

  @Test
  void an_example_of_a_row_that_is_too_wide_is_whole() {
    String csv = "customer_id,event_date,amount\nB,2024-01-05,1\nA,2024-01-05,10,a,b\n";

    assertThat(profile(csv).report().rejections().get(0).examples().get(0).value())
        .isEqualTo("5: 'A', '2024-01-05', '10', 'a', 'b'; is there a comma or a quote in a value?");
  }

  @Test
  void a_column_with_the_exact_name_that_holds_something_else_is_refused() {
    assertThatThrownBy(() -> profile(HEADER + "1,2024-01-01,red,p\n1,2024-01-01,2,p\n"))
        .hasMessage(
            "Expected values that can be read in the column 'amount', found that 1 of 2 values (50.0"
                + " %) cannot: expected a number such as 12.50 or 1,250.00, found 'red' on line 2;"
                + " correct them, or say with the option columns that the file has none:"
                + " {\"amount\": \"none\"}");
  }

  @Test
  void words_for_missing_values_are_missing_in_every_column() {
    String csv =
        HEADER
            + "NULL,2024-01-01,1,p\n"
            + "\\N,2024-01-01,1,p\n"
            + "#N/A,2024-01-01,1,p\n"
            + "a,NaN,1,p\n"
            + "a,2024-01-01,None,n/a\n"
            + "a,2024-01-02,-,nil\n"
            + "a,2024-01-03,<NA>,-\n";
    CsvProfile profile = profile(csv);

    assertThat(profile.rejectedRowCount()).isEqualTo(4);
    assertThat(profile.report().unread()).isEmpty();
    assertThat(profile.eventTypes()).isZero();
    assertThat(profile.report().rejections())
        .extracting(ValueProblem::count)
        .containsExactly(3L, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NAME?",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#GETTING_DATA",
        "#ERROR!",
        "undefined",
        "(blank)",
        "(Empty)",
        "[empty]",
        "<blank>",
        "Not available",
        "not applicable",
        "n/d",
        "\u2013"
      })
  void no_customer_is_called_like_an_error_or_nothing(String word) {
    CsvProfile profile = profile(HEADER + GOOD + word + ",2024-01-01," + word + ",p\n");

    assertThat(profile.rejected())
        .extracting(row -> row.line() + " " + row.reason())
        .containsExactly(
            "42 expected a customer id and no word for a missing value, found '" + word + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "u123d", "undefined1", "mission", "Nathan", "#1", "(a)"})
  void customers_that_only_begin_or_end_so_are_customers(String word) {
    assertThat(profile(HEADER + GOOD + word + ",2024-01-01,1,p\n").rejectedRowCount()).isZero();
  }

  @Test
  void the_words_for_missing_values_can_be_chosen() {
    FileConventions usual = FileConventions.defaults();
    UploadOptions options =
        UploadOptions.defaults()
            .with(
                new FileConventions(
                    usual.encoding(),
                    usual.sheet(),
                    usual.decimalSeparator(),
                    Optional.of(Set.of("k.A.")),
                    Map.of(),
                    usual.timeZone(),
                    false));
    String csv = HEADER + "Null,2024-01-01,1,K.a.\n";

    assertThat(profile(text(csv), options).rejectedRowCount()).isZero();
    assertThat(profile(text(csv), options).eventTypes()).isZero();
  }
}
