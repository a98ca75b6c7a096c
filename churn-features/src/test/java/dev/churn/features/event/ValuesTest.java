package dev.churn.features.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.IsoDays;
import dev.churn.features.date.DateReader;
import dev.churn.features.rfm.TypeSet;
import dev.churn.features.util.DoubleParser;
import dev.churn.features.value.MissingValues;
import dev.churn.features.value.Names;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  private final Random random = new Random(31);

  @Test
  void every_day_of_eight_hundred_years_is_read_as_java_time_does() {
    LocalDate day = LocalDate.of(1599, 12, 31);
    while (day.getYear() < 2401) {
      assertThat(IsoDays.epochDay(day.toString())).isEqualTo(day.toEpochDay());
      assertThat(IsoDays.epochDay(day.format(DateTimeFormatter.BASIC_ISO_DATE)))
          .isEqualTo(day.toEpochDay());
      day = day.plusDays(1);
    }
  }

  @Test
  void times_with_offsets_give_the_day_in_utc() {
    for (int i = 0; i < 20_000; i++) {
      OffsetDateTime time =
          LocalDate.of(2024, 1, 1)
              .plusDays(random.nextInt(1000))
              .atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)))
              .atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2161) - 1080)));
      long day = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate().toEpochDay();

      assertThat(IsoDays.epochDay(time.toString())).as(time.toString()).isEqualTo(day);
      String compact = time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSxx"));
      assertThat(IsoDays.epochDay(compact)).as(compact).isEqualTo(day);
    }
  }

  @Test
  void what_is_no_date_is_none() {
    String[] bad = {
      "",
      "2024",
      "2024-1-1",
      "2024-13-01",
      "2024-00-10",
      "2024-02-30",
      "2023-02-29",
      "1900-02-29",
      "2024-04-31",
      "2024/01/01",
      "20241301",
      "2024-01-01X10:00",
      "2024-01-01T",
      "2024-01-01T10",
      "2024-01-01T24:00",
      "2024-01-01T10:60",
      "2024-01-01T10:00:60",
      "2024-01-01T10:00:00.",
      "2024-01-01T10:00+19:00",
      "2024-01-01T10:00+1",
      "2024-01-01T10:00+01:",
      "2024-01-01T10:00Zulu",
      "2024-01-01T10:00:0",
      "-2024-01-01",
      "2024-01-01T10:00+ab",
      "2024-01-01 ",
      "２０２４-01-01",
      "2024-01-01T10-00",
      "2024-01-01T10:00 +01:00"
    };
    for (String text : bad) {
      assertThat(IsoDays.epochDay(text)).as(text).isEqualTo(DateReader.NONE);
    }
  }

  @Test
  void a_format_is_strict_about_days_and_takes_years_of_two_and_four_digits() {
    DateReader reader = reader("dd.MM.yyyy");
    assertThat(reader.day("29.02.2024")).isEqualTo(LocalDate.of(2024, 2, 29).toEpochDay());
    assertThat(reader.day("29.02.2023")).isEqualTo(DateReader.NONE);
    assertThat(reader.day("1.2.2023")).isEqualTo(DateReader.NONE);
    assertThat(reader.day("2023-02-01")).isEqualTo(DateReader.NONE);
    assertThat(reader("M/d/yy h:mm a").day("2/9/24 11:59 pm"))
        .isEqualTo(LocalDate.of(2024, 2, 9).toEpochDay());
    assertThat(reader("uuuu-MM-dd'T'HH:mm:ssX").day("2024-01-01T23:00:00-02"))
        .isEqualTo(LocalDate.of(2024, 1, 2).toEpochDay());
  }

  private static DateReader reader(String format) {
    return DateReader.of(Optional.of(format), ZoneOffset.UTC, LocalDate.of(2026, 11, 29));
  }

  @Test
  void numbers_are_read_as_java_does_to_the_last_bit() {
    for (int i = 0; i < 200_000; i++) {
      String text =
          switch (random.nextInt(5)) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 1 -> random.nextLong() + "." + (random.nextLong() >>> 1);
            case 2 -> "0." + "0".repeat(random.nextInt(30)) + random.nextInt(1000);
            case 3 -> random.nextInt() + "e" + (random.nextInt(700) - 350);
            default -> random.nextInt(100_000) / 100.0 + "";
          };
      double expected = Double.parseDouble(text);

      // as objects, so that NaN equals NaN
      assertThat((Double) DoubleParser.parse(text))
          .as(text)
          .isEqualTo((Double) (Double.isInfinite(expected) ? Double.NaN : expected));
    }
  }

  @Test
  void short_texts_are_decoded_once_and_long_ones_never_kept() {
    var names = new Names(MissingValues.of(Optional.empty()));
    byte[] text = " käufe ".repeat(40).getBytes(StandardCharsets.UTF_8);

    assertThat(names.name(text, 0, 8)).isEqualTo("käufe").isSameAs(names.name(text, 0, 8));
    assertThat(names.name(text, 0, 256)).isSameAs(names.name(text, 0, 256));
    assertThat(names.name(text, 0, 257)).isNull();
    assertThat(names.name("N/A".getBytes(StandardCharsets.UTF_8), 0, 3)).isEmpty();
    assertThat(names.name(new byte[] {'a', 0x1C, 'b'}, 0, 3)).isNull();
  }

  @Test
  void sets_of_types_are_the_five_smallest_in_any_order() {
    for (int i = 0; i < 10_000; i++) {
      var all = new TreeSet<Integer>();
      long one = 0;
      long other = 0;
      for (int n = random.nextInt(9); n > 0; n--) {
        int code = 1 + random.nextInt(random.nextBoolean() ? 8 : TypeSet.MAX_CODE);
        all.add(code);
        if (random.nextBoolean()) {
          one = TypeSet.with(one, code);
        } else {
          other = TypeSet.with(other, code);
        }
      }
      long expected = all.stream().limit(5).reduce(0L, TypeSet::with, TypeSet::union);
      assertThat(TypeSet.union(one, other)).isEqualTo(expected);
      assertThat(TypeSet.union(other, one)).isEqualTo(expected);
      assertThat(TypeSet.size(expected)).isEqualTo(Math.min(5, all.size()));
    }
  }
}
