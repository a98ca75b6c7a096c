package dev.churn.features.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.features.Fixture;
import dev.churn.features.event.CsvScan;
import dev.churn.features.event.Scanned;
import dev.churn.features.util.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random files with quotes of all kinds, read in blocks of all sizes. */
final class QuotesTest {
  private static final String HEADER = "customer_id,event_date,event_type,amount\n";
  private static final String[] PIECES = {
    "\"",
    "\"",
    "\"\"",
    ",",
    ",",
    "\n",
    "\r\n",
    "\r",
    " ",
    "a",
    "é",
    "\t",
    "\\",
    "A,2024-01-01,",
    "\nA,2024-01-01,\"",
    "\nB,2024-01-02,x,1\n",
    "\",2\nB,2024-01-02,\"x\",1\n"
  };
  private static final String[] TEXTS = {
    "x", "", "two\nlines", "a, b", "say \"hi\"", "\"", "\"\n", ",\n,", "é\r\n\"q\", 3, 4, 5\n", "\\"
  };
  private static final String[] STRAYS = {
    "\"open",
    "closed\"",
    "\"the\" best",
    "the \"best\"",
    "\"\"twice\"\"",
    "5\" pipe",
    "\"5\" pipe\"",
    "\"a\\\"b\"",
    "\"",
    "\"\"\"",
    "\"fine\"",
    "plain",
    ""
  };

  @Test
  void any_text_is_split_alike_whatever_the_blocks() {
    var random = new Random(23);
    for (int round = 0; round < 2500; round++) {
      var text = new StringBuilder(HEADER);
      for (int i = random.nextInt(60); i >= 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      ReadRows whole = ReadRows.of(text.toString());

      assertThat(whole.count()).isEqualTo(whole.rows().size() + whole.misfits().size());
      for (int blockSize : new int[] {1, 2 + random.nextInt(20)}) {
        assertThat(ReadRows.of(text.toString(), blockSize))
            .as("%s in blocks of %d", text, blockSize)
            .isEqualTo(whole);
      }
    }
  }

  @Test
  void what_is_written_by_the_rules_is_read_back() {
    var random = new Random(29);
    for (int round = 0; round < 500; round++) {
      var text = new StringBuilder(HEADER);
      List<String> expected = new ArrayList<>();
      long line = 2;
      for (int i = 0; i < 20; i++) {
        String type = TEXTS[random.nextInt(TEXTS.length)];
        String row =
            "%s,%s,%s,%s\n"
                .formatted(
                    quoted("C" + i, random),
                    quoted("2024-01-05", random),
                    '"' + type.replace("\"", "\"\"") + '"',
                    quoted("7", random));
        text.append(row);
        expected.add("%d: C%d|2024-01-05|7|%s|".formatted(line, i, Text.trim(type)));
        line += row.chars().filter(c -> c == '\n').count();
      }
      ReadRows read = ReadRows.of(text.toString(), 1 + random.nextInt(200));

      assertThat(read.rows()).as("%s", text).containsExactlyElementsOf(expected);
      assertThat(read.findings()).isEqualTo(RowFindings.none());
    }
  }

  private static String quoted(String value, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> value;
      case 1 -> " \"" + value + "\" ";
      default -> '"' + value + '"';
    };
  }

  @Test
  void stray_quotes_lose_no_line() {
    var random = new Random(37);
    for (int round = 0; round < 1000; round++) {
      var text = new StringBuilder(HEADER);
      int rows = 1 + random.nextInt(25);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        String stray = random.nextInt(3) == 0 ? STRAYS[random.nextInt(STRAYS.length)] : "x";
        text.append("C%d,2024-01-0%d,%s,%d\n".formatted(i, 1 + i % 9, stray, i));
        expected.add("%d: C%d|2024-01-0%d|%d|".formatted(i + 2, i, 1 + i % 9, i));
      }
      ReadRows read = ReadRows.of(text.toString(), 1 + random.nextInt(300));

      assertThat(read.misfits()).isEmpty();
      assertThat(read.rows()).as("%s", text).hasSize(rows);
      for (int i = 0; i < rows; i++) {
        assertThat(read.rows().get(i)).as("%s", text).startsWith(expected.get(i));
      }
    }
  }

  @Test
  void threads_read_the_same_rows() {
    var random = new Random(43);
    var text = new StringBuilder(HEADER);
    for (int i = 0; i < 20_000; i++) {
      String stray = STRAYS[random.nextInt(STRAYS.length)];
      text.append("C%d,2024-01-0%d,%s,%d\n".formatted(i, 1 + i % 9, stray, i));
      if (i % 7 == 0) {
        text.append("X,2024-01-01,\"two\nlines, of text\",1\r");
      }
    }
    long[] one = scanned(text.toString(), 1, 1 << 20);

    assertThat(one).containsExactly(22_858, 0);
    assertThat(scanned(text.toString(), 4, 1000)).isEqualTo(one);
    assertThat(scanned(text.toString(), 3, 333)).isEqualTo(one);
  }

  private static long[] scanned(String text, int threads, int blockSize) {
    Scanned scanned =
        new CsvScan(
                UploadOptions.defaults(),
                Fixture.UPLOAD_DAY,
                threads,
                blockSize,
                ReadingLimits.DEFAULTS)
            .run(
                Fixture.text(text),
                Progress.none(),
                () -> (bytes, from, to, day, amount, type, label) -> {});
    return new long[] {scanned.rows(), scanned.rejects().total()};
  }
}
