package dev.churn.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.IsoDays;
import dev.churn.domain.job.Progress;
import dev.churn.features.csv.CsvScan;
import dev.churn.features.csv.DateReader;
import dev.churn.features.csv.Scanned;
import dev.churn.features.csv.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random text full of quotes, read by our reader in blocks and by a plain one as a whole. */
final class QuotesTest {
  private static final String HEADER = "event_date,customer_id,note\n";
  private static final String[] PIECES = {
    "\"",
    "\"",
    "\"\"",
    ",",
    ",",
    "\n",
    "\r\n",
    " ",
    "a",
    "é",
    "\t",
    "2024-01-01,",
    "\n2024-01-01,\""
  };

  /** A row that was accepted. */
  private record Accepted(String customer, int day) {}

  @Test
  void any_text_is_parted_alike_whatever_the_blocks() {
    var random = new Random(23);
    for (int round = 0; round < 1500; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      List<List<String>> expected = new ArrayList<>();
      if (!parse(text + "\n", expected)) {
        continue; // ends between quotes, which is refused
      }
      for (int blockSize : new int[] {1, 2 + random.nextInt(20), 1 << 20}) {
        List<Accepted> rows = new ArrayList<>();
        Scanned scanned = scan(HEADER + text, blockSize, rows);

        assertThat(scanned.rows()).as("rows of %s", text).isEqualTo(expected.size());
        assertThat(rows)
            .as("%s in blocks of %d", text, blockSize)
            .containsExactlyElementsOf(accepted(expected));
        assertThat(scanned.rejectedRows()).isEqualTo(expected.size() - rows.size());
      }
    }
  }

  private static Scanned scan(String csv, int blockSize, List<Accepted> rows) {
    return new CsvScan(UploadOptions.defaults(), Fixture.UPLOAD_DAY, 1, blockSize)
        .run(
            Fixture.text(csv),
            Progress.none(),
            () ->
                (text, from, to, day, amount, type, label) ->
                    rows.add(new Accepted(new String(text, from, to - from, UTF_8), day)));
  }

  private static List<Accepted> accepted(List<List<String>> records) {
    return records.stream()
        .filter(r -> r.size() > 1 && !Text.trim(r.get(1)).isEmpty())
        .map(r -> new Accepted(Text.trim(r.get(1)), IsoDays.epochDay(Text.trim(r.get(0)))))
        .filter(a -> a.day() != DateReader.NONE)
        .toList();
  }

  /** Reads character by character, as slowly and plainly as can be. */
  private static boolean parse(String text, List<List<String>> records) {
    int at = 0;
    while (at < text.length()) {
      List<String> record = new ArrayList<>();
      boolean blank = true;
      boolean more = true;
      while (more) {
        int start = at;
        while (isBlank(text.charAt(at))) {
          at++;
        }
        String value;
        if (text.charAt(at) == '"') {
          int end = closing(text, at + 1);
          if (end < 0) {
            return false;
          }
          value = text.substring(at + 1, end).replace("\"\"", "\u0001").replace('\u0001', '"');
          at = end + 1;
          while (isBlank(text.charAt(at))) {
            at++;
          }
          blank = false;
        } else {
          while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
          }
          value = text.substring(start, at).strip();
          blank &= value.isEmpty();
        }
        record.add(value);
        more = text.charAt(at++) == ',';
        blank &= !more;
      }
      if (!blank) {
        records.add(record);
      }
    }
    return true;
  }

  /**
   * {@return where the quote is that closes a field: the first that is not one of a pair and has
   * nothing but blanks between it and the end of the field}
   */
  private static int closing(String text, int from) {
    for (int i = text.indexOf('"', from); i >= 0; i = text.indexOf('"', i + 1)) {
      if (text.startsWith("\"\"", i)) {
        i++;
        continue;
      }
      int end = i + 1;
      while (isBlank(text.charAt(end))) {
        end++;
      }
      if (text.charAt(end) == ',' || text.charAt(end) == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  @Test
  void blocks_end_where_records_end_and_know_their_lines() {
    var random = new Random(29);
    for (int round = 0; round < 300; round++) {
      var csv = new StringBuilder(HEADER);
      List<Long> bad = new ArrayList<>();
      long line = 2;
      for (int i = 0; i < 30; i++) {
        boolean valid = bad.size() == 10 || random.nextBoolean();
        if (!valid) {
          bad.add(line);
        }
        int breaks = random.nextInt(4) - 1;
        csv.append(valid ? "2024-01-01," : "never,");
        csv.append(breaks < 0 ? "a" : "\"a" + "\n".repeat(breaks) + "b\"").append(",x\n");
        line += 1 + Math.max(0, breaks);
      }
      Scanned scanned = scan(csv.toString(), 1 + random.nextInt(50), new ArrayList<>());

      assertThat(scanned.rejected()).extracting(r -> r.line()).containsExactlyElementsOf(bad);
      assertThat(scanned.rejected()).isSortedAccordingTo(Comparator.comparing(r -> r.line()));
    }
  }
}
