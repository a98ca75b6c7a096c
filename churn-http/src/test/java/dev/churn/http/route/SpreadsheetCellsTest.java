package dev.churn.http.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCellsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1+1",
        "-1-1",
        "@SUM(A1)",
        "+",
        "-",
        "-.",
        "-1e",
        "+1e+",
        "--1",
        "-1.2.3",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "+49 170",
        "\tx",
        "\rx",
        "-cmd|' /C calc'!A0",
        "+1234567890E",
        "-1a"
      })
  void a_cell_that_would_run_gets_an_apostrophe_wherever_it_stands(String cell) throws IOException {
    for (String frame : List.of("%s\n", "a,%s,b\n", "h\n%s,1\n", "%s")) {
      assertThat(safe(frame.formatted(cell))).isEqualTo(frame.formatted("'" + cell));
    }
    assertThat(safe("\"%s\",1".formatted(cell))).isEqualTo("\"'%s\",1".formatted(cell));
    assertThat(safe("a, %s".formatted(cell))).isEqualTo("a, '%s".formatted(cell));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1",
        "-1.5",
        "+0.25E-7",
        "-.5",
        "-5.",
        "1e5",
        "a=1",
        "a-1",
        "'=1",
        "￼",
        "ｆ",
        "",
        "é",
        "2024-01-31",
        "-00123"
      })
  void numbers_and_other_texts_stay_as_they_are(String cell) throws IOException {
    for (String frame : List.of("%s\n", "a,%s,b\n", "h\n%s,1\n", "%s", "\"%s\",1\n")) {
      assertThat(safe(frame.formatted(cell))).isEqualTo(frame.formatted(cell));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a;=1\"      | \"a;'=1\"",
        "\"a,=1\"      | \"a,'=1\"",
        "\"a; @b; c\"  | \"a; '@b; c\"",
        "\"\"\"=1\"    | \"\"\"'=1\"",
        "\"-5;-6\"     | \"-5;-6\"",
      })
  void a_cell_also_begins_where_other_spreadsheets_split(String cell, String shown)
      throws IOException {
    assertThat(safe("x," + cell + ",y\n")).isEqualTo("x," + shown + ",y\n");
  }

  @Test
  void a_cell_also_begins_at_a_line_end_or_tab_within_quotes() throws IOException {
    assertThat(safe("\"a\r=1\",\"b\t@c\",\"d\n-e\"\n"))
        .isEqualTo("\"a\r'=1\",\"b\t'@c\",\"d\n'-e\"\n");
  }

  @Test
  void a_number_too_long_to_be_looked_at_is_text() throws IOException {
    String digits = "-" + "1".repeat(100);

    assertThat(safe(digits + "\n")).isEqualTo("'" + digits + "\n");
  }

  /** {@return what comes out, which must not depend on the pieces that go in} */
  private static String safe(String csv) throws IOException {
    byte[] bytes = csv.getBytes(UTF_8);
    String whole = inPieces(bytes, bytes.length);
    assertThat(inPieces(bytes, 1)).isEqualTo(whole);
    assertThat(inPieces(bytes, 2)).isEqualTo(whole);
    return whole;
  }

  private static String inPieces(byte[] bytes, int size) throws IOException {
    var out = new ByteArrayOutputStream();
    var cells = new SpreadsheetCells(out);
    for (int at = 0; at < bytes.length; at += Math.max(1, size)) {
      cells.write(bytes, at, Math.min(size, bytes.length - at));
    }
    cells.end();
    return out.toString(UTF_8);
  }
}
