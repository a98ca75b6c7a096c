package dev.churn.features.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.features.Fixture;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand before the header, and what a header may look like. */
final class HeaderTest {
  private static final String CSV = "customer_id;event_date;amount\nA;2024-01-05;1\n";

  private static CsvHead head(String text, UploadOptions options) {
    try (SourceStream source =
        SourceStream.open(Fixture.text(text), FileConventions.defaults(), ReadingLimits.DEFAULTS)) {
      return CsvHead.read(source, options);
    }
  }

  private static CsvHead head(String text) {
    return head(text, UploadOptions.defaults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sep=;\r\n",
        "SEP=;\n",
        "\"sep=;\"\n",
        "\uFEFFsep=;\r",
        "\n\nsep=; \n",
        "sep=;;;\n",
        "sep=;" + ",,\n"
      })
  void a_line_that_names_the_delimiter_is_skipped(String line) {
    CsvHead head = head(line + CSV);

    assertThat(head.delimiter()).isEqualTo((byte) ';');
    assertThat(head.skipped()).isEmpty();
    assertThat(ReadRows.of(line + CSV).rows())
        .hasSize(1)
        .first()
        .asString()
        .endsWith("A|2024-01-05|1||");
  }

  @Test
  void a_named_delimiter_may_be_any_sign() {
    for (char delimiter : new char[] {',', '\t', '|', '^', '~', ':'}) {
      String csv = "sep=" + delimiter + "\n" + CSV.replace(';', delimiter);

      assertThat(ReadRows.of(csv).rows()).containsExactly("3: A|2024-01-05|1||");
    }
    assertThat(ReadRows.of("sep=\\t\n" + CSV.replace(';', '\t')).rows()).hasSize(1);
  }

  @Test
  void title_lines_are_skipped_and_named() {
    CsvHead head = head("Sales report 2024\n\nGenerated:;2024-06-01;by \"me\n;;\n" + CSV);

    assertThat(head.skipped())
        .contains("3 lines before the header were skipped: 'Sales report 2024', ….");
    assertThat(head.firstLine()).isEqualTo(6);
    assertThat(head("Report\n" + CSV).skipped())
        .contains("One line before the header was skipped: 'Report'.");
    assertThat(head(CSV).skipped()).isEqualTo(Optional.empty());
  }

  @Test
  void lines_count_from_the_top_of_the_file() {
    assertThat(ReadRows.of("Report\r\n\r\nsince;2024\r\n" + CSV).rows())
        .containsExactly("5: A|2024-01-05|1||");
  }

  @Test
  void a_header_below_titles_is_found_by_the_users_names_too() {
    CsvHead head =
        head(
            "Umsatz 2024;;\nKunde;Tag;Betrag\nA;2024-01-05;1\n",
            Fixture.columns(Map.of("customer_id", "Kunde", "event_date", "Tag")));

    assertThat(head.firstLine()).isEqualTo(3);
    assertThat(head.columns().index(Column.EVENT_DATE)).isEqualTo(1);
  }

  @Test
  void names_may_hold_quotes_blanks_and_line_breaks() {
    CsvHead head =
        head("\" customer_id \";  \"event_date\";\"the \"\"net\"\"\n\nvalue\"\nA;2024-01-05;1\n");

    assertThat(head.width()).isEqualTo(3);
    assertThat(head.firstLine()).isEqualTo(4);
  }

  @Test
  void an_open_quote_in_the_header_takes_no_rows() {
    ReadRows read =
        ReadRows.of(
            "customer_id,event_date,\"note,amount\nA,2024-01-05,x,1\nA,2024-01-06,\"y\",2\n");

    assertThat(read.rows()).containsExactly("2: A|2024-01-05|1||", "3: A|2024-01-06|2||");
  }

  @Test
  void a_file_without_a_header_is_refused_with_what_was_found() {
    assertThatThrownBy(() -> head("A,2024-01-05,1\nB,2024-01-06,2\n"))
        .hasMessageContaining("found the columns 'A', '2024-01-05', '1'")
        .hasMessageEndingWith("A file begins with a header that names its columns");
  }

  @Test
  void if_no_line_is_a_header_the_most_similar_is_shown() {
    assertThatThrownBy(() -> head("Sales report\n\ncustomer_id,when,amount\nA,2024-01-05,1\n"))
        .hasMessageContaining("found the columns 'customer_id', 'when', 'amount'");
    assertThatThrownBy(() -> head("id,when\nA,2024-01-05\n"))
        .hasMessageContaining("found the columns 'id', 'when'");
  }
}
