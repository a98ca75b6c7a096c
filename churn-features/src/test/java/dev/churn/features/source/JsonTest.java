package dev.churn.features.source;

import static dev.churn.features.source.Sources.bytes;
import static dev.churn.features.source.Sources.gzip;
import static dev.churn.features.source.Sources.read;
import static dev.churn.features.source.Sources.refusal;
import static dev.churn.features.source.Sources.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ErrorCode;
import dev.churn.features.source.Sources.Read;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonTest {
  private static final String TWO =
      """
      {"customer_id": "00123", "event_date": "2024-01-01", "amount": 12.50}
      {"event_date": "2024-01-02", "customer_id": 17850, "note": "a, \\"b\\"\\nc", "ok": true}
      """;

  private static final String AS_CSV =
      """
      customer_id,event_date,amount,note,ok
      00123,2024-01-01,12.50
      17850,2024-01-02,,"a, ""b"" c",true
      """;

  @Test
  void objects_on_lines_are_rows_under_the_union_of_their_keys() {
    Read read = read(bytes(TWO));

    assertThat(read.text()).isEqualTo(AS_CSV);
    assertThat(read.firstLine()).isZero(); // so that the first object is on line 1
    assertThat(read(bytes("\uFEFF" + TWO.replace("\n", "\r\n"))).text()).isEqualTo(AS_CSV);
  }

  @Test
  void json_comes_in_every_container_and_encoding() {
    assertThat(read(gzip(bytes(TWO))).text()).isEqualTo(AS_CSV);
    assertThat(read(zip("events.jsonl", bytes(TWO))).text()).isEqualTo(AS_CSV);
    assertThat(read(("\uFEFF" + TWO).getBytes(StandardCharsets.UTF_16LE)).text()).isEqualTo(AS_CSV);
    assertThat(read(TWO.getBytes(StandardCharsets.UTF_16BE)).text()).isEqualTo(AS_CSV);
  }

  @Test
  void an_array_of_objects_has_rows_on_the_lines_on_which_they_begin() {
    assertThat(read(bytes("[{\"a\":1,\"b\":2},{\"a\":3}]")).text()).isEqualTo("a,b\n1,2\n3\n");
    assertThat(read(bytes("[\n {\"a\": 1,\n  \"b\": 2},\n\n {\"a\": 3}\n]\n")).text())
        .isEqualTo("a,b\n\n1,2\n\n\n3\n"); // lines 0, 2 and 5
    assertThat(read(bytes("[]\n[{\"a\":1}]")).text()).isEqualTo("a\n\n1\n");
  }

  @Test
  void objects_may_be_in_any_layout() {
    assertThat(read(bytes("{\n  \"a\": 1,\n  \"b\": 2\n}\n{\n  \"a\": 3\n}\n")).text())
        .isEqualTo("a,b\n1,2\n\n\n\n3\n"); // lines 0, 1 and 5
    assertThat(read(bytes("{\"a\":1}{\"a\":2} {\"a\":3}")).text()).isEqualTo("a\n1\n2\n3\n");
    assertThat(read(bytes("{\"a\":1}")).text()).isEqualTo("a\n1\n");
  }

  @Test
  void values_are_written_as_they_are() {
    assertThat(
            read(bytes(
                    """
                        {"i": 12345678901234567890, "d": 1.500, "e": 1E+3, "n": null, "f": false, "x": NaN}
                        {"i": -0, "s": "", "u": "\\u00e9\\ud83d\\ude00", "l": [1, "a", {"b": 2.50}]}
                        """))
                .text())
        .isEqualTo(
            """
            i,d,e,n,f,x,s,u,l
            12345678901234567890,1.500,1E+3,,false,NaN
            -0,,,,,,,é😀,"[1,""a"",{""b"":2.50}]"
            """);
  }

  @Test
  void nested_objects_are_flattened_and_the_last_of_equal_keys_counts() {
    assertThat(
            read(bytes(
                    "{\"customer\": {\"id\": 1, \"name\": {\"first\": \"A\"}}, \"a\": 1, \"a\": 2}\n{\"a\": 3}\n"))
                .text())
        .isEqualTo("customer.id,customer.name.first,a\n1,A,2\n,,3\n");
    assertThat(read(bytes("{\"a\": 1, \"a\": null}\n{\"a\": 3}\n")).text()).isEqualTo("a\n\n3\n");
  }

  @Test
  void what_mongodb_wraps_is_the_value_itself() {
    String wrapped =
        """
        {"_id": {"$oid": "65"}, "at": {"$date": "2024-01-05T10:00:00Z"}, "n": {"$numberDecimal": "1.50"}}
        {"at": {"$date": {"$numberLong": "1704448800000"}}}
        {"$date": 1}
        """;

    assertThat(read(bytes(wrapped)).text())
        .isEqualTo("_id,at,n,$date\n65,2024-01-05T10:00:00Z,1.50\n,1704448800000\n,,,1\n");
  }

  @Test
  void a_line_that_is_no_object_costs_its_row() {
    Read read =
        read(bytes("{\"a\": 1}\n{\"a\": \n\nnot json\n[1]\n{\"a\": 2} {\"a\": 3}\n{\"a\": 4}\n"));

    assertThat(read.text()).isEqualTo("a\n1\n\n\n\n\n\n4\n");
    assertThat(read.misfits()).extracting(Misfits.Misfit::line).containsExactly(2L, 4L, 5L, 6L);
    assertThat(read.misfits())
        .extracting(Misfits.Misfit::text)
        .containsExactly("{\"a\":", "not json", "[1]", "{\"a\": 2} {\"a\": 3}");
    assertThat(read(bytes("{oops}\n{\"a\": 1}\n")).text())
        .isEqualTo("{oops}\n{\"a\": 1}\n"); // no JSON
    assertThat(read(bytes("{\"oops}\n{\"a\": 1}\n")).misfits()).hasSize(1);
  }

  @Test
  void a_key_before_a_fault_is_no_column() {
    Read read = read(bytes("{\"a\": 1}\n{\"b\": 2, \"a: 3}\n{\"a\": 4}\n"));

    assertThat(read.text()).isEqualTo("a\n1\n\n4\n");
    assertThat(read.misfits()).extracting(Misfits.Misfit::line).containsExactly(2L);
  }

  @Test
  void an_element_that_is_no_object_costs_its_row() {
    Read read = read(bytes("[{\"a\": 1},\nnull,\n[[2]],\n{\"a\": 3}]"));

    assertThat(read.text()).isEqualTo("a\n1\n\n\n3\n");
    assertThat(read.misfits()).extracting(Misfits.Misfit::line).containsExactly(2L, 3L);
  }

  @Test
  void a_fault_in_an_array_is_named_by_its_line() {
    assertThat(refusal(bytes("[{\"a\": 1},\n{\"a\" 2}]")))
        .hasMessageStartingWith(
            "Expected JSON objects, one a line or in an array, found '2' in place of a colon (line 2");
    assertThat(refusal(bytes("[{\"a\": 1},\n{\"a\": 2}")).code())
        .isEqualTo(ErrorCode.UNPROCESSABLE);
  }

  @Test
  void json_without_rows_is_named() {
    assertThat(refusal(bytes("{\"total\": 2, \"data\": [{\"a\": 1}, {\"a\": 2}]}")))
        .hasMessageContaining("found a JSON object that is no row; upload the array 'data' alone");
    assertThat(refusal(bytes("[]"))).hasMessageContaining("found JSON without objects");
    assertThat(refusal(bytes("[[\"customer_id\"],[1]]")))
        .hasMessageContaining("JSON without objects");
  }

  @Test
  void too_many_keys_are_refused() {
    var file = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      file.append("{\"").append(i).append("\": 1}\n");
    }

    assertThat(refusal(bytes(file.toString())))
        .hasMessageContaining("Expected JSON objects with the same keys, found more than 16383");
  }

  @Test
  void a_line_too_long_costs_its_row() {
    Read read = read(bytes("{\"a\": 1}\n{\"a\": \"" + "x".repeat(9 << 20) + "\"}\n{\"a\": 2}\n"));

    assertThat(read.text()).isEqualTo("a\n1\n\n2\n");
    assertThat(read.misfits().get(0).text()).isEqualTo("a line of more than 8 MiB");
  }

  @Test
  void a_fault_is_told_in_plain_words_with_its_place() {
    assertThat(refusal(bytes("[{\"a\": 1},\n {\"a\": 2},]")))
        .hasMessage(
            "Expected JSON objects, one a line or in an array, found ']' in place of a value (line"
                + " 2, column 11)");
    assertThat(refusal(bytes("[{\"a\": 1},\n {\"a\": 2,}]")))
        .hasMessage(
            "Expected JSON objects, one a line or in an array, found '}' in place of a name in quotes"
                + " (line 2, column 10)");
    assertThat(refusal(bytes("[{\"a\": 1},\n {\"a\": 2")).getMessage())
        .startsWith(
            "Expected JSON objects, one a line or in an array, found that it ends too early (line"
                + " 2, ");
  }
}
