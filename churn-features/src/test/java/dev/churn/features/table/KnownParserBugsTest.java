package dev.churn.features.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.storage.Content;
import dev.churn.features.event.CsvScan;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Files with which univocity-parsers 2.9.1 has open bugs, by their numbers on its list. Our own
 * lexer splits uploads; the parser reads only our feature tables.
 */
final class KnownParserBugsTest {
  private static final String HEADER = "event_date,customer_id,note,other\n";

  @Test
  void issue_508_a_lone_quote_in_a_skipped_column_swallows_no_rows() {
    String text =
        """
        event_date,note,customer_id
        2024-01-01,Q,C-1
        2024-01-02,abc,C-2
        2024-01-03,",abc",C-3
        """
            .replace("Q", "\"\"\"\"");

    assertThat(customers(text)).containsExactly("C-1", "C-2", "C-3");
  }

  @Test
  void issue_529_empty_quotes_in_skipped_columns_swallow_no_rows() {
    String rows =
        """
        2024-01-01,"1","",Yes
        2024-01-02,"5","",","
        2024-01-03,"3","",No
        2024-01-04,"10","abcd""efgh"" \\
        def",""
        """;

    assertThat(customers(HEADER + rows)).containsExactly("1", "5", "3", "10");
  }

  @Test
  void issue_499_lone_carriage_returns_end_rows_after_quotes_too() {
    String text = HEADER + "2024-01-01,C-1,A,\"x\"\n2024-01-02,C-2,B,k\n";

    assertThat(customers(text.replace('\n', '\r'))).containsExactly("C-1", "C-2");
  }

  @Test
  void issue_542_quoted_blanks_in_the_first_row_are_an_empty_value() {
    String rows = "2024-01-01,\" \",\"  \",x\n2024-01-02,C-2,\" \",x\n";

    assertThat(customers(HEADER + rows))
        .containsExactly("C-2"); // a row without a customer is rejected
  }

  private static List<String> customers(String csv) {
    List<String> customers = new ArrayList<>();
    new CsvScan(
            UploadOptions.defaults(),
            LocalDate.parse("2024-06-30"),
            1,
            1 << 20,
            ReadingLimits.DEFAULTS)
        .run(
            Content.of(csv.getBytes(UTF_8)),
            Progress.none(),
            () ->
                (text, from, to, day, amount, type, label) ->
                    customers.add(new String(text, from, to - from, UTF_8)));
    return customers;
  }
}
