package dev.churn.features.source;

import static dev.churn.features.source.Sources.bytes;
import static dev.churn.features.source.Sources.gzip;
import static dev.churn.features.source.Sources.parts;
import static dev.churn.features.source.Sources.read;
import static dev.churn.features.source.Sources.refusal;
import static dev.churn.features.source.Sources.sheet;
import static dev.churn.features.source.Sources.workbook;
import static dev.churn.features.source.Sources.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkbookTest {
  private static String cell(String attributes, String content) {
    return "<c %s>%s</c>".formatted(attributes, content);
  }

  private static String value(String cell) {
    return read(workbook("<row r='1'>" + cell + "<c r='B1'><v>1</v></c></row>")).text();
  }

  @Test
  void shared_inline_and_rich_texts_are_unchanged() {
    assertThat(
            read(workbook(
                    "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
                        + "<row r='2'><c r='A2' t='inlineStr'><is><r><t>00</t></r><r><t>123</t></r></is></c>"
                        + "<c r='B2' t='s'><v>2</v></c></row>"))
                .text())
        .isEqualTo("customer_id,event_date\n00123,\" a, \"\"b\"\" \"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "17850, 17850",
    "17850.0, 17850",
    "12.5, 12.5",
    "12.50, 12.5",
    "-3, -3",
    "0, 0",
    "-0, 0",
    "1.1000000000000001, 1.1",
    "0.29999999999999999, 0.3",
    "4.3543210000000001E7, 43543210",
    "1.2345678901234568E+16, 12345678901234568",
    "12345678901234567890, 12345678901234567890",
    "1E-4, 0.0001",
    "0.10000000000000002, 0.10000000000000002",
    "1E+999, 1E+999",
    "x, x"
  })
  void numbers_are_plain_decimals(String raw, String written) {
    assertThat(value(cell("r='A1'", "<v>" + raw + "</v>"))).isEqualTo(written + ",1\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 45296, 2024-01-05",
    "3, 45296, 2024-01-05",
    "2, 45296.5, 2024-01-05 12:00:00",
    "3, 45296.993356481478, 2024-01-05 23:50:26",
    "2, 45296.999999999, 2024-01-06",
    "2, 45296.99999, 2024-01-05 23:59:59",
    "1, 1, 1900-01-01",
    "1, 61, 1900-03-01",
    "5, 0.5, 12:00:00",
    "5, 45296.5, 2024-01-05 12:00:00",
    "4, 45296, 45296",
    "6, 1.5, 1.5",
    "0, 45296, 45296",
    "1, -1, -1",
    "1, 2958466, 2958466",
    "99, 45296, 45296"
  })
  void numbers_that_are_shown_as_days_are_days(String style, String raw, String written) {
    assertThat(value(cell("r='A1' s='" + style + "'", "<v>" + raw + "</v>")))
        .isEqualTo(written + ",1\n");
  }

  @Test
  void workbooks_may_count_days_from_1904() {
    Map<String, byte[]> parts =
        parts("<row r='1'><c r='A1' s='1'><v>43834</v></c><c r='B1'><v>1</v></c></row>");
    parts.computeIfPresent(
        "xl/workbook.xml",
        (name, xml) ->
            bytes(
                new String(xml, StandardCharsets.UTF_8)
                    .replace("<workbookPr/>", "<workbookPr date1904='1'/>")));

    assertThat(read(zip(parts)).text()).isEqualTo("2024-01-05,1\n");
  }

  @Test
  void other_cells_have_their_shown_value() {
    assertThat(value(cell("r='A1' t='b'", "<v>1</v>"))).isEqualTo("true,1\n");
    assertThat(value(cell("r='A1' t='b'", "<v>0</v>"))).isEqualTo("false,1\n");
    assertThat(value(cell("r='A1' t='e'", "<v>#N/A</v>"))).isEqualTo("#N/A,1\n");
    assertThat(value(cell("r='A1' t='str'", "<f>A2&amp;\"x\"</f><v>ab</v>"))).isEqualTo("ab,1\n");
    assertThat(value(cell("r='A1' s='1'", "<f>TODAY()</f><v>45296</v>")))
        .isEqualTo("2024-01-05,1\n");
    assertThat(value(cell("r='A1' t='d'", "<v>2024-01-05T00:00:00</v>")))
        .isEqualTo("2024-01-05,1\n");
    assertThat(value(cell("r='A1' t='d'", "<v>2024-01-05T10:00:00</v>")))
        .isEqualTo("2024-01-05T10:00:00,1\n");
    assertThat(value(cell("r='A1'", "<f>1/0</f>"))).isEqualTo(",1\n");
    assertThat(value(cell("r='A1' t='str'", "<v>a&amp;b &lt;<![CDATA[c]]></v>")))
        .isEqualTo("a&b <c,1\n");
  }

  @Test
  void line_breaks_within_cells_become_blanks() {
    assertThat(
            value(
                cell("r='A1' t='inlineStr'", "<is><t>a\nb_x000D__x000a_c _x005F_x000D_</t></is>")))
        .isEqualTo("a b c _x000D_,1\n");
  }

  @Test
  void lines_have_the_numbers_of_their_rows() {
    assertThat(
            read(workbook(
                    "<row r='3'><c r='A3'><v>1</v></c><c r='C3'><v>2</v></c><c r='D3' s='1'/></row>"
                        + "<row r='4'><c r='A4' s='1'/><c r='B4' t='s'/></row>"
                        + "<row r='7'><c r='B7'><v>3</v></c></row>"))
                .text())
        .isEqualTo("\n\n1,,2\n\n\n\n,3\n");
  }

  @Test
  void rows_and_cells_may_come_without_their_numbers() {
    assertThat(
            read(workbook(
                    "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"))
                .text())
        .isEqualTo("1,2\n\n3\n");
  }

  @Test
  void a_sheet_whose_first_column_holds_lines_of_csv_is_read_as_csv() {
    assertThat(
            read(workbook(
                    "<row><c t='str'><v>customer_id;event_date;amount</v></c></row>"
                        + "<row><c t='str'><v>1;2024-01-01;12,50</v></c></row>"))
                .text())
        .isEqualTo("customer_id;event_date;amount\n1;2024-01-01;12,50\n");
  }

  @Test
  void the_first_sheet_that_is_not_hidden_is_read() {
    Map<String, String> sheets = new LinkedHashMap<>();
    sheets.put(".lists", "<row><c><v>1</v></c></row>");
    sheets.put("Orders", "<row><c><v>2</v></c></row>");
    sheets.put("Notes", "<row><c><v>3</v></c></row>");
    byte[] workbook = zip(parts(sheets));

    assertThat(read(workbook).text()).isEqualTo("2\n");
    assertThat(read(workbook).conversions())
        .containsExactly(
            "The sheet 'Orders' of the workbook was read; the option sheet chooses another one: '.lists', 'Notes'.");
    assertThat(read(workbook, sheet("Notes")).text()).isEqualTo("3\n");
    assertThat(read(workbook, sheet(" notes")).text()).isEqualTo("3\n");
    assertThat(read(workbook, sheet(".lists")).text()).isEqualTo("1\n");
  }

  @Test
  void an_unknown_sheet_is_refused_with_those_that_exist() {
    ChurnException refused = refusal(zip(parts(Map.of("Orders", ""))), sheet("Sales"));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(refused.fieldErrors().get(0).field()).isEqualTo("sheet");
    assertThat(refused.fieldErrors().get(0).problem())
        .isEqualTo("expected one of the sheets 'Orders', found 'Sales'");
  }

  @Test
  void a_workbook_may_lie_in_an_archive() {
    byte[] workbook = workbook("<row><c><v>2</v></c></row>");

    assertThat(read(gzip(workbook)).text()).isEqualTo("2\n");
    assertThat(read(zip("a.xlsx", workbook)).text()).isEqualTo("2\n");
    assertThat(read(gzip(zip("a.xlsx", workbook))).text()).isEqualTo("2\n");
  }

  @Test
  void strict_workbooks_and_prefixes_are_read() {
    Map<String, byte[]> parts = parts("<row r='1'><c r='A1' t='s'><v>0</v></c></row>");
    parts.replaceAll(
        (name, xml) ->
            bytes(
                new String(xml, StandardCharsets.UTF_8)
                    .replace(
                        "http://schemas.openxmlformats.org/officeDocument/2006",
                        "http://purl.oclc.org/ooxml/officeDocument")
                    .replace(
                        "http://schemas.openxmlformats.org/spreadsheetml/2006",
                        "http://purl.oclc.org/ooxml/spreadsheetml")
                    .replaceAll("<(/?)(worksheet|sheetData|row|c|v)\\b", "<$1x:$2")
                    .replace("x:worksheet xmlns=", "x:worksheet xmlns:x=")));

    assertThat(read(zip(parts)).text()).isEqualTo("customer_id\n");
  }

  @Test
  void a_damaged_workbook_is_refused() {
    assertThat(refusal(workbook("<row><c><v>2</v></row>")))
        .hasMessageContaining("Expected a whole Excel workbook, found a damaged or truncated one");
    assertThat(refusal(workbook("<row><c t='s'><v>99</v></c></row>")))
        .hasMessageContaining("no shared text '99', to which a cell of row 1 refers");
    assertThat(refusal(workbook("<row><c r='ZZZZZZZ1'><v>9</v></c></row>")))
        .hasMessageContaining("beyond column XFD in row 1");
    assertThat(refusal(workbook("<row r='2000000000'/>"))).hasMessageContaining("row 2000000000");
    Map<String, byte[]> parts = parts("");
    parts.remove("xl/worksheets/sheet1.xml");
    assertThat(refusal(zip(parts))).hasMessageContaining("without its part");
  }

  @Test
  void a_hostile_workbook_fills_no_memory() {
    Map<String, byte[]> parts = parts("");
    parts.put(
        "xl/worksheets/sheet1.xml",
        bytes(
            "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><worksheet><sheetData><row><c t='str'><v>&a;</v></c></row></sheetData></worksheet>"));
    assertThat(refusal(zip(parts)).code()).isEqualTo(ErrorCode.UNPROCESSABLE);

    assertThat(refusal(workbook("<row>" + "<a>".repeat(200))))
        .hasMessageContaining("more than 100 deep");
    assertThat(refusal(workbook("<row><c t='str'><v>" + "x".repeat(3 << 20) + "</v></c></row>")))
        .hasMessageContaining("a text of more than");
    assertThat(refusal(workbook("<row x='" + ">".repeat(3 << 20) + "'/>")))
        .hasMessageContaining("a tag or a text of more than 2 MiB");
  }

  @Test
  void texts_beyond_the_limit_are_refused() {
    Map<String, byte[]> parts = parts("<row><c t='s'><v>0</v></c></row>");
    var random = new Random(1); // so that the file is not refused for its compression
    var text = new StringBuilder();
    while (text.length() < 1000_000) {
      text.append("x".repeat(100)).append((char) ('a' + random.nextInt(26)));
    }
    String item = "<si><t>" + text + "</t></si>";
    parts.put("xl/sharedStrings.xml", bytes("<sst>" + item.repeat(70) + "</sst>"));

    assertThat(refusal(zip(parts)))
        .hasMessageContaining("at most 64 MiB of different texts")
        .hasMessageContaining("save the sheet as CSV");
  }
}
