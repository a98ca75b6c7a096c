package dev.churn.features.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of <a href="https://www.rfc-editor.org/rfc/rfc4180#section-2">RFC 4180, section 2</a>,
 * and the kinds of files that public collections of CSV cases have, in files of our own.
 */
final class CsvConformanceTest {
  private static final String HEADER = "customer_id,event_date,amount,event_type";

  private static Arguments file(String name, String text, String... rows) {
    return Arguments.of(name, text, List.of(rows));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        file(
            "rule 1: each record on a line of its own, ended by CR LF",
            HEADER + "\r\nA,2024-01-01,1,x\r\nB,2024-01-02,2,y\r\n",
            "2: A|2024-01-01|1|x|",
            "3: B|2024-01-02|2|y|"),
        file(
            "rule 2: the last record may have no line end",
            HEADER + "\r\nA,2024-01-01,1,x\r\nB,2024-01-02,2,y",
            "2: A|2024-01-01|1|x|",
            "3: B|2024-01-02|2|y|"),
        file(
            "rule 3: the header has as many fields as the records, and may be quoted",
            "\"customer_id\",\"event_date\",amount,\"event_type\"\r\nA,2024-01-01,1,x\r\n",
            "2: A|2024-01-01|1|x|"),
        file(
            "rule 4: fields are separated by commas, and the last one has none",
            HEADER + "\r\nA,2024-01-01,,\r\n,2024-01-02,2,\r\n",
            "2: A|2024-01-01|||",
            "3: |2024-01-02|2||"),
        file(
            "rule 5: a field may be quoted, beside others that are not",
            HEADER + "\r\n\"A\",\"2024-01-01\",1,\"x\"\r\n",
            "2: A|2024-01-01|1|x|"),
        file(
            "rule 6: line ends, quotes and commas lie in quotes",
            HEADER + "\r\n\"A,\r\nB\",2024-01-01,1,\"x \"\"y\"\"\"\r\nC,2024-01-02,2,z\r\n",
            "2: A,\r\nB|2024-01-01|1|x \"y\"|",
            "4: C|2024-01-02|2|z|"),
        file(
            "rule 7: a quote in a quoted field is doubled",
            HEADER + "\r\n\"\"\"A\"\"\",2024-01-01,1,\"\"\"\"\r\n",
            "2: \"A\"|2024-01-01|1|\"|"),
        file(
            "a comma in quotes",
            HEADER + "\nA,2024-01-01,1,\"shop, online\"\n",
            "2: A|2024-01-01|1|shop, online|"),
        file("quoted nothing", HEADER + "\n\"A\",\"2024-01-01\",\"\",\"\"\n", "2: A|2024-01-01|||"),
        file(
            "a JSON text in a field",
            HEADER + "\nA,2024-01-01,1,\"{\"\"type\"\": \"\"x\"\", \"\"at\"\": [1.5, 2]}\"\n",
            "2: A|2024-01-01|1|{\"type\": \"x\", \"at\": [1.5, 2]}|"),
        file(
            "several lines in a field",
            HEADER + "\nA,2024-01-01,1,\"one\ntwo\n\nfour\"\nB,2024-01-02,2,y\n",
            "2: A|2024-01-01|1|one\ntwo\n\nfour|",
            "6: B|2024-01-02|2|y|"),
        file(
            "quotes and line ends together",
            HEADER + "\nA,2024-01-01,1,\"say \"\"hi\n\"\"\"\nB,2024-01-02,2,y\n",
            "2: A|2024-01-01|1|say \"hi\n\"|",
            "4: B|2024-01-02|2|y|"),
        file(
            "letters of many scripts",
            HEADER + "\nÅsa,2024-01-01,1,покупка\n顧客,2024-01-02,2,🛒\n",
            "2: Åsa|2024-01-01|1|покупка|",
            "3: 顧客|2024-01-02|2|🛒|"),
        file(
            "signed and very small numbers",
            HEADER + "\nA,2024-01-01,-122.4194,x\nB,2024-01-02,0.0000001,y\n",
            "2: A|2024-01-01|-122.4194|x|",
            "3: B|2024-01-02|0.0000001|y|"),
        file("one record alone", HEADER + "\nA,2024-01-01,1,x", "2: A|2024-01-01|1|x|"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void a_file_of_the_standard_is_read_as_the_standard_says(
      String name, String text, List<String> rows) {
    assertThat(ReadRows.of(text).rows()).as(name).isEqualTo(rows);
    assertThat(ReadRows.of(text, 16).rows()).as(name + ", in small blocks").isEqualTo(rows);
    assertThat(ReadRows.of(text).misfits()).as(name).isEmpty();
  }
}
