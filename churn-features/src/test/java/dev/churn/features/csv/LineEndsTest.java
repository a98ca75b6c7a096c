package dev.churn.features.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A line feed, a carriage return and both end a row, in any mix. */
final class LineEndsTest {
  private static final String[] ENDS = {"\n", "\r\n", "\r"};

  @Test
  void any_mix_of_line_ends_gives_the_same_rows() {
    var random = new Random(31);
    for (int round = 0; round < 400; round++) {
      var plain = new StringBuilder("customer_id,event_date,note\n");
      int rows = random.nextInt(30);
      for (int i = 0; i < rows; i++) {
        plain.append("C").append(i).append(",2024-01-0").append(1 + i % 9).append(',');
        plain.append(
            switch (random.nextInt(6)) {
              case 0 -> "\"quoted\"\n";
              case 1 -> "\n\n";
              case 2 -> "a longer text than others\n";
              default -> "x\n";
            });
      }
      var mixed = new StringBuilder();
      String end = ENDS[random.nextInt(ENDS.length)];
      for (String line : plain.toString().split("\n", -1)) {
        mixed.append(line).append(end);
        end = end.equals("\r") ? ENDS[1 + random.nextInt(2)] : ENDS[random.nextInt(ENDS.length)];
      }
      ReadRows expected = ReadRows.of(plain.toString());

      assertThat(ReadRows.of(mixed.toString())).as("%s", mixed).isEqualTo(expected);
      assertThat(ReadRows.of(mixed.toString(), 1 + random.nextInt(20)))
          .as("%s in small blocks", mixed)
          .isEqualTo(expected);
    }
  }

  @Test
  void a_return_within_a_quoted_name_is_part_of_the_name() {
    ReadRows read =
        ReadRows.of(
            "\"customer_id\",\"event_date\",\"name\rprinted\"\nA,2024-01-05,x\nB,2024-01-06,y\n");

    assertThat(read.rows()).containsExactly("3: A|2024-01-05|||", "4: B|2024-01-06|||");
  }

  @Test
  void a_file_may_turn_to_carriage_returns() {
    ReadRows read =
        ReadRows.of(
            "customer_id,event_date\nA,2024-01-01\nB,2024-01-02\rC,2024-01-03\rD,2024-01-04\r");

    assertThat(read.rows())
        .containsExactly(
            "2: A|2024-01-01|||", "3: B|2024-01-02|||", "4: C|2024-01-03|||", "5: D|2024-01-04|||");
  }
}
