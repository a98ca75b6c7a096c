package dev.churn.features.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A row has as many fields as its header; the quotes are read so that it fits. */
final class RowWidthTest {
  private static final String NOTED = "customer_id,event_date,event_type,amount\n";

  @Test
  void a_row_with_more_fields_than_the_header_is_a_misfit() {
    ReadRows read =
        ReadRows.of("customer_id,event_date,amount\nA,2024-01-05,12,50\nA,2024-02-05,7\n");

    assertThat(read.misfits())
        .containsExactly(
            "2: expected 3 fields as in the header, found 4: 'A', '2024-01-05', '12', '50'; is there"
                + " a comma or a quote in a value?");
    assertThat(read.rows()).containsExactly("3: A|2024-02-05|7||");
    assertThat(read.count()).isEqualTo(2);
  }

  @Test
  void fields_behind_the_known_columns_count_too() {
    ReadRows read =
        ReadRows.of(
            "customer_id;event_date;note;other\n"
                + "A;2024-01-05;x;one;two\n"
                + "A;2024-01-06;"
                + "a longer note than eight bytes;other;too much\r\n"
                + "A;2024-01-07;a longer note than eight bytes;other\n");

    assertThat(read.misfits()).hasSize(2);
    assertThat(read.misfits().get(1))
        .startsWith("3: expected 4 fields")
        .contains("'too much'; is there a semicolon");
    assertThat(read.rows()).containsExactly("4: A|2024-01-07|||");
  }

  @Test
  void blank_fields_behind_the_last_are_none() {
    ReadRows read =
        ReadRows.of(
            "customer_id,event_date,amount,\nA,2024-01-05,1,\nA,2024-01-05,2, ,\t,\nA,\"2024-01-05\",3,,\"\"\n");

    assertThat(read.misfits()).isEmpty();
    assertThat(read.rows()).hasSize(3);
    assertThat(read.findings()).isEqualTo(RowFindings.none());
  }

  @Test
  void a_row_that_is_too_wide_is_a_misfit_with_quotes_too() {
    ReadRows read =
        ReadRows.of(
            NOTED
                + "\"A\",\"2024-01-05\",\"x\",1,5\n"
                + "\"B\",\"2024-01-05\",\"two\nlines\",1,028.50\n"
                + "\"C\",\"2024-01-05\",\"y\",\"1,028.50\"\n");

    assertThat(read.misfits()).hasSize(2);
    assertThat(read.misfits().get(0)).startsWith("2: expected 4 fields as in the header, found 5");
    assertThat(read.misfits().get(1)).startsWith("3: expected 4 fields").contains("'028.50'");
    assertThat(read.rows()).containsExactly("5: C|2024-01-05|1,028.50|y|");
    assertThat(read.count()).isEqualTo(3);
  }

  @Test
  void a_row_that_ends_early_is_kept_and_counted() {
    ReadRows read =
        ReadRows.of(NOTED + "A,2024-01-05,x,1\nA,2024-01-06,y\nA,\"2024-01-07\"\nA,2024-01-08\n");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-05|1|x|",
            "3: A|2024-01-06||y|",
            "4: A|2024-01-07|||",
            "5: A|2024-01-08|||");
    assertThat(read.findings().shortRows()).isEqualTo(new RowFindings.Count(3, 3));
    assertThat(read.findings().sentences())
        .containsExactly(
            "The row on line 3 ends before the last known column, which counts as empty (3 such"
                + " rows).");
  }

  @Test
  void a_short_row_is_not_split_at_a_quoted_delimiter() {
    assertThat(ReadRows.of(NOTED + "A,2024-01-05,\"x, y\"\n").rows())
        .containsExactly("2: A|2024-01-05||x, y|");
  }

  @Test
  void a_backslash_may_escape_a_quote() {
    ReadRows read =
        ReadRows.of(
            NOTED
                + "A,2024-01-05,\"asked for \\\"mini\\\", 3, \\\"maxi\\\", 5\",20\n"
                + "A,2024-02-05,\"\\\"all\\\"\",20\n"
                + "A,2024-02-06,\"C:\\dir\\\",30\n");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-05|20|asked for \"mini\", 3, \"maxi\", 5|",
            "3: A|2024-02-05|20|\"all\"|",
            "4: A|2024-02-06|30|C:\\dir\\|");
    assertThat(read.findings().oddQuotes()).isEqualTo(new RowFindings.Count(2, 2));
  }

  @Test
  void a_text_with_escaped_quotes_may_span_lines() {
    ReadRows read =
        ReadRows.of(
            NOTED
                + "A,2024-01-05,\"the \\\"best\\\"\nof \\\"all\\\", he said\",20\n"
                + "B,2024-02-05,x,30\n");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-05|20|the \"best\"\nof \"all\", he said|", "4: B|2024-02-05|30|x|");
  }

  @Test
  void text_behind_a_closing_quote_belongs_to_the_field() {
    ReadRows read =
        ReadRows.of(
            NOTED
                + "A,2024-01-05,\"the\" best,20\n"
                + "B,2024-01-06,  \"my \"\"own\"\"\" one,\"30\"\n"
                + "C,2024-01-07,\"Great\" \"product\",\"40\"\n");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-05|20|the best|",
            "3: B|2024-01-06|30|my \"own\" one|",
            "4: C|2024-01-07|40|Great\" \"product|");
  }

  @Test
  void what_is_quoted_twice_is_one_field() {
    ReadRows read =
        ReadRows.of(
            NOTED
                + "A,2024-01-05,\"\"x\"\",10\nB,2024-01-06,\"\"y, z\"\",20\nC,2024-01-07,\"\",30\n");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-05|10|x\"\"|", "3: B|2024-01-06|20|y, z|", "4: C|2024-01-07|30||");
  }

  @Test
  void a_quote_that_is_not_closed_costs_no_row() {
    ReadRows read =
        ReadRows.of(
            NOTED
                + "A,2024-01-05,\"open,20\n"
                + "A,2024-02-05,fine,20\n"
                + "A,2024-02-06,\"ok\",20\n"
                + "\"B,2024-03-01,x,5\n"
                + "B,2024-03-02,y,5\n");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-05|20|open|",
            "3: A|2024-02-05|20|fine|",
            "4: A|2024-02-06|20|ok|",
            "5: B|2024-03-01|5|x|",
            "6: B|2024-03-02|5|y|");
    assertThat(read.findings().unclosedQuotes()).isEqualTo(new RowFindings.Count(2, 2));
    assertThat(read.findings().sentences())
        .containsExactly(
            "A quote opens on line 2 and is not closed; it was read as a character (2 such lines).");
  }

  @Test
  void a_text_that_begins_with_a_quoted_word_costs_no_row() {
    ReadRows read =
        ReadRows.of(
            """
            customer_id\tevent_date\tremark\tamount
            A\t2024-01-05\t"Great" product\t10
            B\t2024-01-20\tcheap\t20
            C\t2024-03-01\tcalls it "the best"\t40
            """);

    assertThat(read.rows())
        .containsExactly("2: A|2024-01-05|10||", "3: B|2024-01-20|20||", "4: C|2024-03-01|40||");
    assertThat(read.findings().unclosedQuotes().rows()).isZero();
  }

  @Test
  void a_text_of_many_lines_is_one_field() {
    String text =
        "Dear all,\n\nplease send 3, or 4, of them, to me\n1, 2, 3, 4\nyours, \"\"A\"\"\nx\r\ny\rz";
    ReadRows read = ReadRows.of(NOTED + "A,2024-01-05,\"" + text + "\",20\nB,2024-02-01,x,1\n");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-05|20|" + text.replace("\"\"", "\"") + "|", "10: B|2024-02-01|1|x|");
  }

  @Test
  void the_last_line_of_a_text_may_hold_customer_and_date() {
    String header = "event_type,customer_id,event_date,amount\n";
    String rows =
        "x,A,2024-01-04,1\n\"two\nlines\",A,2024-01-05,1\n\"two\n\",A,2024-01-06,1\n,B,2024-01-07,2\n";

    assertThat(ReadRows.of(header + rows).rows())
        .containsExactly(
            "2: A|2024-01-04|1|x|",
            "3: A|2024-01-05|1|two\nlines|",
            "5: A|2024-01-06|1|two|",
            "7: B|2024-01-07|2||");
  }

  @Test
  void a_quote_open_at_the_end_of_the_file_costs_one_line() {
    ReadRows read = ReadRows.of(NOTED + "A,2024-01-05,x,1\nA,2024-01-06,\"y,2\nand more\n");

    assertThat(read.rows())
        .containsExactly("2: A|2024-01-05|1|x|", "3: A|2024-01-06|2|y|", "4: and more||||");
    assertThat(read.findings().unclosedQuotes()).isEqualTo(new RowFindings.Count(1, 3));
  }

  @Test
  void a_quote_open_for_a_megabyte_costs_one_line() {
    String text = "no row at all\n".repeat(QuoteResolver.MAX_SPAN / 14 + 10);
    ReadRows read =
        ReadRows.of(NOTED + "A,2024-01-06,\"y,2\n" + text + "end\",3\nB,2024-01-06,x,2\n");

    assertThat(read.rows().get(0)).isEqualTo("2: A|2024-01-06|2|y|");
    assertThat(read.rows().get(read.rows().size() - 1)).endsWith("B|2024-01-06|2|x|");
  }

  @Test
  void a_file_full_of_open_quotes_is_read_in_linear_time() {
    ReadRows read = ReadRows.of(NOTED + "x,\"y\n".repeat(400_000), 1 << 21);

    assertThat(read.count()).isEqualTo(400_000);
  }

  @Test
  void dates_of_any_form_show_where_a_row_begins() {
    for (String date :
        new String[] {"5 Jan 2024", "1704412800", "20240105", "05/01/24 10:00", "45296.5"}) {
      String rows = "A,%1$s,x,1\nA,%1$s,\"y,2\nB,%1$s,z,3\nB,%1$s,\"z\",4\n".formatted(date);

      assertThat(ReadRows.of(NOTED + rows).rows()).as(date).hasSize(4);
    }
  }
}
