package dev.churn.domain.usecase.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class CsvRowsTest {
  private static String written(Consumer<CsvRows> row) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var rows = new CsvRows(bytes);
    row.accept(rows);
    rows.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String text(String text) throws IOException {
    return written(rows -> rows.text(text));
  }

  @Test
  void texts_have_quotes_only_where_they_need_them() throws IOException {
    assertThat(text("CUST-1")).isEqualTo("CUST-1");
    assertThat(text("")).isEmpty();
    assertThat(text("Müller 🙂 = 'x'; y")).isEqualTo("Müller 🙂 = 'x'; y");
    assertThat(text("a,b")).isEqualTo("\"a,b\"");
    assertThat(text("a \"b\" c")).isEqualTo("\"a \"\"b\"\" c\"");
    assertThat(text("a\nb")).isEqualTo("\"a\nb\"");
    assertThat(text("a\tb")).isEqualTo("\"a\tb\"");
    assertThat(text(" a")).isEqualTo("\" a\"");
    assertThat(text("a\u2003")).isEqualTo("\"a\u2003\"");
  }

  @Test
  void numbers_are_written_as_java_does() throws IOException {
    for (double value : new double[] {0, 1, 0.1 + 0.2, -1234.5, 2.26e-5, 1e-9, 1e22, 56.25}) {
      assertThat(written(rows -> rows.number(value))).isEqualTo(Double.toString(value));
    }
    for (int value : new int[] {0, 9, 10, 365, -1, Integer.MIN_VALUE}) {
      assertThat(written(rows -> rows.number(value))).isEqualTo(Integer.toString(value));
    }
  }

  @Test
  void four_decimals_are_always_written() throws IOException {
    for (int value : new int[] {0, 1, 99, 5000, 9999, 10_000}) {
      assertThat(written(rows -> rows.fourDecimals(value)))
          .isEqualTo("%d.%04d".formatted(value / 10_000, value % 10_000));
    }
  }

  @Test
  void rows_of_any_length_are_written_in_their_order() throws IOException {
    String wide = "x".repeat(100_000);
    var expected = new StringBuilder();
    var bytes = new ByteArrayOutputStream();
    var rows = new CsvRows(bytes);
    for (int i = 0; i < 20_000; i++) {
      String cell = i % 5000 == 7 ? wide : "c" + i;
      rows.text(cell);
      rows.comma();
      rows.number(i);
      rows.endRow();
      expected.append(cell).append(',').append(i).append('\n');
    }
    rows.flush();

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
  }
}
