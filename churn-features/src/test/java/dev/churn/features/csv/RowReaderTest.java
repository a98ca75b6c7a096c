package dev.churn.features.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.features.Fixture;
import dev.churn.features.event.RowCheck;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rows with and without quotes are split by different code; both must give the same. */
final class RowReaderTest {
  private static final String[] IDS = {
    "C1", " C2 ", "", "é3", "\u00A0C4", "#5", "\tC6", "x".repeat(256), "x".repeat(257), "7\uFFFD"
  };
  private static final String[] DATES = {
    "2024-01-31",
    "2024-02-30",
    "2024-01-32",
    "2024-02-01",
    "1970-01-01",
    "1899-12-31",
    "2024-07-01",
    "20240131",
    "2024-1-31",
    "2024-01-31T23:30:00-02:00",
    " 2024-01-31\t",
    "2024-01-3x",
    "2024-13-01",
    "",
    "2024-01-31Z",
    "1905-03-04",
    "2150-01-01",
    "2024/01/31"
  };
  private static final String[] AMOUNTS = {
    "12.50",
    "",
    "-3.25",
    "+4",
    "5.",
    ".5",
    ".",
    "-",
    "1e3",
    "1e400",
    "1.2.3",
    "1000000000000",
    "1000000000001",
    "9007199254740993",
    "123456789012345678901",
    "0.12345678901234567890",
    "-0",
    "12 5",
    "nan",
    " 7 ",
    "0x1"
  };
  private static final String[] TYPES = {
    "visit", "", " visit ", "käufe", "\u00A0visit", "y".repeat(257)
  };
  private static final String[] LABELS = {"0", "1", "", "yes", "False", "2", "10", " 1 "};

  private record Row(String id, int day, double amount, String type, int label) {}

  private record Result(List<Row> rows, List<RejectedRow> rejected, long count) {}

  private final Random random = new Random(41);

  @Test
  void a_row_is_the_same_with_and_without_quotes() {
    for (char delimiter : new char[] {',', ';', '\t', '|'}) {
      for (String end : new String[] {"\n", "\r\n", "\r"}) {
        for (int round = 0; round < 60; round++) {
          String text = text(delimiter, end);

          assertThat(read(quoted(text, delimiter, end))).as(text).isEqualTo(read(text));
        }
      }
    }
  }

  private String text(char delimiter, String end) {
    var text = new StringBuilder();
    String d = String.valueOf(delimiter);
    text.append(
        String.join(d, "note", "customer_id", "event_date", "amount", "event_type", "churn_label"));
    text.append(end);
    for (int i = 0; i < 40; i++) {
      List<String> fields =
          List.of("n", one(IDS), one(DATES), one(AMOUNTS), one(TYPES), one(LABELS), "more", "");
      int columns = random.nextInt(5) > 0 ? 6 : random.nextInt(fields.size() + 1);
      String row = String.join(d, fields.subList(0, columns));
      text.append(delimiter == '\t' ? row.replace("\tC6", "C6").replace("31\t", "31") : row);
      text.append(random.nextInt(20) == 0 ? end + "  " + end : end);
    }
    return text.toString();
  }

  private String quoted(String text, char delimiter, String end) {
    var quoted = new StringBuilder();
    for (String row : text.split(end, -1)) {
      List<String> fields = new ArrayList<>();
      for (String field : row.split(Pattern.quote(String.valueOf(delimiter)), -1)) {
        fields.add(row.isBlank() || random.nextBoolean() ? field : '"' + field + '"');
      }
      quoted.append(String.join(String.valueOf(delimiter), fields)).append(end);
    }
    return quoted.substring(0, quoted.length() - end.length());
  }

  private String one(String[] values) {
    return values[random.nextInt(3) > 0 ? 0 : random.nextInt(values.length)];
  }

  private static Result read(String text) {
    List<Row> rows = new ArrayList<>();
    UploadOptions options = Fixture.labeled();
    var check =
        new RowCheck(
            options,
            LocalDate.of(2024, 6, 30),
            false,
            (bytes, from, to, day, amount, type, label) ->
                rows.add(
                    new Row(new String(bytes, from, to - from, UTF_8), day, amount, type, label)));
    try (SourceStream source =
        SourceStream.open(Fixture.text(text), FileConventions.defaults(), ReadingLimits.DEFAULTS)) {
      CsvHead head = CsvHead.read(source, options);
      var reader = new RowReader(head, true, check);
      var blocks = new BlockReader(source, head, 1 << 20, (fraction, message) -> {});
      var block = new Block();
      while (blocks.next(block)) {
        reader.read(block);
      }
      return new Result(rows, check.rejects().first(), reader.rows());
    }
  }
}
