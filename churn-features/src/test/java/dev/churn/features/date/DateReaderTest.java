package dev.churn.features.date;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

final class DateReaderTest {
  private static final LocalDate UPLOAD = LocalDate.of(2026, 11, 29);
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private final Random random = new Random(14);

  /** The format, a text and its day. */
  private static void assertDays(ZoneId zone, String[]... cases) {
    var softly = new SoftAssertions();
    for (String[] expected : cases) {
      softly
          .assertThat(read(zone, expected[0], expected[1]))
          .as("%s in the format %s", expected[1], expected[0])
          .isEqualTo(expected[2]);
    }
    softly.assertAll();
  }

  /** {@return the day, "filler" or "none", as the text and its bytes are read} */
  private static String read(ZoneId zone, String format, String text) {
    DateReader reader = DateReader.of(Optional.of(format), zone, UPLOAD);
    int day = reader.day(text);
    byte[] bytes = ("x" + text + "7").getBytes(StandardCharsets.UTF_8);
    assertThat(reader.day(bytes, 1, bytes.length - 1)).as("bytes of " + text).isEqualTo(day);
    return switch (day) {
      case DateReader.NONE -> "none";
      case DateReader.FILLER -> "filler";
      default -> LocalDate.ofEpochDay(day).toString();
    };
  }

  @Test
  void iso_days_may_be_written_in_many_ways() {
    assertDays(
        ZoneOffset.UTC,
        new String[][] {
          {"iso", "2024-01-05", "2024-01-05"},
          {"iso", "2024-1-5", "2024-01-05"},
          {"iso", "2024/01/05", "2024-01-05"},
          {"iso", "2024.01.05", "2024-01-05"},
          {"iso", "20240105", "2024-01-05"},
          {"iso", "2024-01-05 9:05", "2024-01-05"},
          {"iso", "2024-01-05  9:05", "2024-01-05"},
          {"iso", "2024-01-05\u00A09:05", "2024-01-05"},
          {"iso", "2024-01-05\u202F9:05\u2009PM", "2024-01-05"},
          {"iso", "2024-01-05 23:50:26", "2024-01-05"},
          {"iso", "2024-01-05 23:50:26.123", "2024-01-05"},
          {"iso", "2024-01-05 23:50:26,123", "2024-01-05"},
          {"iso", "2024-01-05T23:50", "2024-01-05"},
          {"iso", "2024-01-05 24:00", "2024-01-05"},
          {"iso", "2024-01-05 24:00:00", "2024-01-05"},
          {"iso", "20240105 23:50", "2024-01-05"},
          {"iso", "20240105T2350", "2024-01-05"},
          {"iso", "20240105T235026Z", "2024-01-05"},
          {"iso", "20240105235026", "2024-01-05"},
          {"iso", "202401052350", "2024-01-05"},
          {"iso", "2024-02-29", "2024-02-29"},
          {"iso", "2023-02-29", "none"},
          {"iso", "2024-13-05", "none"},
          {"iso", "2024-01-32 10:00", "none"},
          {"iso", "2024-01-05 25:00", "none"},
          {"iso", "2024-01-05 24:01", "none"},
          {"iso", "2024-01-05 23:60", "none"},
          {"iso", "2024-01-05 23:50:60", "none"},
          {"iso", "2024-01-05 23:50:", "none"},
          {"iso", "2024-01-05 23:50:26.", "none"},
          {"iso", "2024-01-05T", "none"},
          {"iso", "2024-01-05 23", "none"},
          {"iso", "2024-01-05x", "none"},
          {"iso", "2024-01/05", "none"},
          {"iso", "05/01/2024", "none"},
          {"iso", "24-01-05", "none"},
          {"iso", "", "none"},
          {"iso", "n/a", "none"},
          {"iso", "1704412800", "none"},
          {"iso", "2024-01-05 13:50 AM", "none"},
          {"iso", "２０２４-01-05", "none"}
        });
  }

  @Test
  void an_instant_falls_on_the_day_of_the_zone() {
    assertDays(
        ZoneOffset.UTC,
        new String[][] {
          {"iso", "2024-01-05 23:50:26 -0500", "2024-01-06"},
          {"iso", "2024-01-05 03:50:26 +05:30", "2024-01-04"},
          {"iso", "2024-01-05 23:50:26 UTC", "2024-01-05"},
          {"iso", "2024-01-05 23:50:26 GMT-2", "2024-01-06"},
          {"iso", "2024-01-05T23:50:26.123456Z", "2024-01-05"},
          {"iso", "2024-01-05 23:50:26 EST", "2024-01-06"},
          {"iso", "2024-01-05 00:50:26 CET", "2024-01-04"},
          {"iso", "2024-01-05 00:50:26 Europe/Berlin", "2024-01-04"},
          {"iso", "2024-07-05 01:50:26 europe/berlin", "2024-07-04"},
          {"iso", "2024-01-05T00:50:26+01:00[Europe/Paris]", "2024-01-04"},
          {"iso", "2024-01-05 00:50:26[Europe/Paris]", "2024-01-04"},
          {"iso", "2024-01-05 24:00 -01:00", "2024-01-06"},
          {"iso", "2024-01-05 11:30 PM EST", "2024-01-06"},
          {"iso", "2024-01-05 23:50 Nowhere/Land", "none"},
          {"iso", "2024-01-05 23:50 +19:00", "none"},
          {"iso", "2024-01-05 23:50 +01:", "none"},
          {"EEE MMM dd HH:mm:ss zzz yyyy", "Fri Jan 05 23:50:26 EST 2024", "2024-01-06"},
          {"EEE, d MMM yyyy HH:mm:ss Z", "Fri, 05 Jan 2024 23:50:26 -0100", "2024-01-06"},
          {"epoch_seconds", "1704412799", "2024-01-04"},
          {"epoch_seconds", "1704412800", "2024-01-05"}
        });
    assertDays(
        TOKYO,
        new String[][] {
          {"iso", "2024-01-05T14:59:59Z", "2024-01-05"},
          {"iso", "2024-01-05T15:00:00Z", "2024-01-06"},
          {"iso", "2024-01-05T15:00:00.5Z", "2024-01-06"},
          {"iso", "2024-01-05 23:59:59", "2024-01-05"},
          {"iso", "2024-01-05T23:59:59+09:00", "2024-01-05"},
          {"iso", "20240105T150000Z", "2024-01-06"},
          {"epoch_seconds", "1704466799", "2024-01-05"},
          {"epoch_seconds", "1704466800.0", "2024-01-06"},
          {"epoch_milliseconds", "1704466800000", "2024-01-06"},
          {"excel_days", "45296.99", "2024-01-05"},
          {"dd/MM/yyyy HH:mm", "05/01/2024 23:59", "2024-01-05"},
          {"dd/MM/yyyy HH:mm X", "05/01/2024 15:00 Z", "2024-01-06"}
        });
    assertDays(
        NEW_YORK, // clocks go from 02:00 to 03:00 on 10 March, and back on 3 November 2024
        new String[][] {
          {"iso", "2024-03-10T04:59:00Z", "2024-03-09"},
          {"iso", "2024-03-10T05:00:00Z", "2024-03-10"},
          {"iso", "2024-03-11T03:59:00Z", "2024-03-10"},
          {"iso", "2024-03-11T04:00:00Z", "2024-03-11"},
          {"iso", "2024-11-04T04:59:00Z", "2024-11-03"},
          {"iso", "2024-11-04T05:00:00Z", "2024-11-04"},
          {"iso", "2024-03-10 02:30:00", "2024-03-10"}, // the clocks never showed it
          {"iso", "1970-01-01T00:00:00Z", "filler"},
          {"epoch_seconds", "0", "filler"}
        });
  }

  @Test
  void epochs_and_days_of_spreadsheets_may_have_fractions() {
    assertDays(
        ZoneOffset.UTC,
        new String[][] {
          {"epoch_seconds", "1704412800.0", "2024-01-05"},
          {"epoch_seconds", "1704499199.999", "2024-01-05"},
          {"epoch_seconds", "1.7044128E9", "2024-01-05"},
          {"epoch_seconds", "1.704450E+09", "2024-01-05"},
          {"epoch_seconds", "1.7E+09", "none"},
          {"epoch_seconds", "-3600", "none"},
          {"epoch_seconds", "-86400", "none"},
          {"epoch_seconds", "86400", "none"},
          {"epoch_seconds", "631151999", "none"}, // 1989-12-31
          {"epoch_seconds", "631152000", "1990-01-01"},
          {"epoch_seconds", "631152000.0", "1990-01-01"},
          {"epoch_seconds", "6.3115200E8", "1990-01-01"},
          {"epoch_milliseconds", "1705000000", "none"}, // seconds
          {"epoch_milliseconds", "1705000000.5", "none"},
          {"epoch_microseconds", "1704412800000", "none"}, // milliseconds
          {"epoch_nanoseconds", "1704412800000000", "none"}, // microseconds
          {"epoch_seconds", "1704412800000", "none"},
          {"epoch_seconds", "-1", "filler"},
          {"epoch_seconds", "0.0", "filler"},
          {"epoch_seconds", "99999999999999", "none"},
          {"epoch_seconds", "1e999999999", "none"},
          {"epoch_seconds", "12:30", "none"},
          {"epoch_seconds", "", "none"},
          {"epoch_milliseconds", "1704412800000.0", "2024-01-05"},
          {"epoch_milliseconds", "1704412799999", "2024-01-04"},
          {"epoch_microseconds", "1704412800000000", "2024-01-05"},
          {"epoch_nanoseconds", "1704412800000000000", "2024-01-05"},
          {"excel_days", "45296", "2024-01-05"},
          {"excel_days", "45296.75", "2024-01-05"},
          {"excel_days", "45296,75", "2024-01-05"},
          {"excel_days", "32874", "1990-01-01"},
          {"excel_days", "32873", "none"},
          {"excel_days", "61", "none"},
          {"excel_days", "60", "none"}, // 29 February 1900 never was
          {"excel_days", "2", "none"},
          {"excel_days", "1", "filler"},
          {"excel_days", "0", "filler"},
          {"excel_days", "25569", "filler"},
          {"excel_days", "2958465", "filler"},
          {"excel_days", "2958466", "none"},
          {"excel_days", "-5", "none"},
          {"excel_days", "2024-01-05", "none"}
        });
  }

  @Test
  void patterns_are_lenient_where_no_day_can_be_confused() {
    assertDays(
        ZoneOffset.UTC,
        new String[][] {
          {"dd-MMM-yy", "15-Sept-24", "2024-09-15"},
          {"dd-MMM-yy", "15-SEP-24", "2024-09-15"},
          {"dd-MMM-yy", "15-Sept.-24", "2024-09-15"},
          {"dd-MMM-yy", "5-Jul-24", "2024-07-05"},
          {"d MMM yyyy", "5 January 2024", "2024-01-05"},
          {"d MMM yyyy", "5 Jan. 2024", "2024-01-05"},
          {"d MMM. yyyy", "5 Jan 2024", "2024-01-05"},
          {"d MMMM yyyy", "5 jan 2024", "2024-01-05"},
          {"d MMMM yyyy", "5th January 2024", "2024-01-05"},
          {"d MMMM yyyy", "Friday, 5  January\u00A02024", "2024-01-05"},
          {"d MMMM yyyy", "Monday, 5 January 2024", "none"},
          {"d MMMM yyyy", "5 Janvier 2024", "2024-01-05"},
          {"d. MMMM yyyy", "31. März 2024", "2024-03-31"},
          {"d. MMM yyyy", "31. M\u00C4RZ 2024", "2024-03-31"},
          {"d. MMM yyyy", "5. Mrz 2024", "2024-03-05"},
          {"d MMM yyyy", "5 févr. 2024", "2024-02-05"},
          {"d MMM yyyy", "5 D\u00C9C. 2024", "2024-12-05"},
          {"d MMM yyyy", "5 juil. 2024", "2024-07-05"},
          {"d MMM yyyy", "5 jui 2024", "none"}, // June or July
          {"d MMM yyyy", "5 août 2024", "2024-08-05"},
          {"d-MMM-yy", "5-Ene-24", "2024-01-05"},
          {"d-MMM-yy", "5-dic-24", "2024-12-05"},
          {"d-MMM-yy", "5-Okt-24", "2024-10-05"},
          {"MMM d, yyyy", "January 5, 2024", "2024-01-05"},
          {"MMM d, yyyy", "Jan. 5,2024", "2024-01-05"},
          {"MMM dd yyyy", "Jan  5 2024", "2024-01-05"},
          {"MMM dd yyyy", "Jan 5 2024", "none"},
          {"yyyy-MM-dd[ H:mm]' 25'", "2024-01-05 25", "2024-01-05"},
          {"M/d/yyyy h:mm a", "1/5/2024 3:04 PM", "2024-01-05"},
          {"M/d/yyyy h:mm a", "1/5/2024 3:04\u202Fpm", "2024-01-05"},
          {"M/d/yyyy h:mm a", "1/5/2024 3:04 p.m.", "2024-01-05"},
          {"M/d/yyyy h:mm a", "1/5/2024 3:04PM", "2024-01-05"},
          {"M/d/yyyy h:mm a", "1/5/2024, 12:04 a. m.", "2024-01-05"},
          {"M/d/yyyy h:mm a", "1/5/2024 13:04 AM", "none"},
          {"dd/MM/yyyy HH:mm", "05/01/2024  9:05", "2024-01-05"},
          {"dd/MM/yyyy HH:mm", "05/01/2024 9:05", "2024-01-05"},
          {"dd/MM/yyyy HH:mm", "05/1/2024 09:05", "none"},
          {"dd/MM/yyyy HH:mm", "05/01/2024 09:5", "none"},
          {"dd/MM/yyyy HH:mm", "05/01/2024", "none"},
          {"dd/MM/yyyy HH:mm", "05/01/2024 09:05 x", "none"},
          {"dd/MM/yyyy", "05/01/24", "none"},
          {"dd/MM/yyyy", "05/01/12024", "none"},
          {"d/M/yyyy[ H:mm[:ss]]", "5/1/2024", "2024-01-05"},
          {"d/M/yyyy[ H:mm[:ss]]", "5/1/2024 9:05", "2024-01-05"},
          {"d/M/yyyy[ H:mm[:ss]]", "5/1/2024 9:05:10", "2024-01-05"},
          {"d/M/yyyy[ H:mm[:ss]]", "5/1/2024 9:05:1", "none"},
          {"yyyy-MM-dd'T'HH:mm:ss.SSSX", "2024-01-05T23:50:26,1Z", "2024-01-05"},
          {"yyyyMMdd", "20240105", "2024-01-05"},
          {"ddMMyy", "050124", "2024-01-05"},
          {"yyyyDDD", "2024032", "2024-02-01"},
          {"yyyy-MM-dd 'at' H", "2024-01-05 at 9", "2024-01-05"},
          {"d/M/y", "5/1/2024", "2024-01-05"},
          {"d/M/y", "5/1/999999999", "none"},
          {"d/M/y", "5/1/98", "1998-01-05"}
        });
  }

  @Test
  void years_of_two_digits_are_in_the_century_that_fits() {
    assertDays(
        ZoneOffset.UTC,
        new String[][] {
          {"dd.MM.yy", "05.01.98", "1998-01-05"},
          {"dd.MM.yy", "05.01.24", "2024-01-05"},
          {"dd.MM.yy", "05.01.26", "2026-01-05"},
          {"dd.MM.yy", "05.01.27", "2027-01-05"}, // after the upload, and so no day of 1927
          {"dd.MM.yy", "05.01.37", "1937-01-05"},
          {"dd.MM.yy", "05.01.00", "2000-01-05"}
        });
  }

  @Test
  void days_that_tools_write_for_no_day_are_fillers() {
    assertDays(
        ZoneOffset.UTC,
        new String[][] {
          {"iso", "1970-01-01", "filler"},
          {"iso", "1970-01-01 00:00:00", "filler"},
          {"iso", "1970-01-01 00:00:00.000", "filler"},
          {"iso", "1970-01-01T00:00:00Z", "filler"},
          {"iso", "1970-01-01 09:00:00", "filler"},
          {"iso", "1970-01-01 09:00:01", "1970-01-01"},
          {"iso", "1969-12-31 19:00:00", "filler"},
          {"iso", "1969-12-31 19:12:00", "1969-12-31"},
          {"iso", "1970-01-02", "1970-01-02"},
          {"iso", "1900-01-01", "filler"},
          {"iso", "1900-01-01 12:34:56", "filler"},
          {"iso", "1900-01-02", "1900-01-02"},
          {"iso", "1899-12-30", "filler"},
          {"iso", "1899-12-31", "filler"},
          {"iso", "1753-01-01", "filler"},
          {"iso", "0001-01-01T00:00:00", "filler"},
          {"iso", "9999-12-31", "filler"},
          {"iso", "9999-12-31 23:59:59.9999999", "filler"},
          {"iso", "2099-12-31", "filler"},
          {"iso", "0000-00-00", "filler"},
          {"iso", "0000-00-00 00:00:00", "filler"},
          {"dd/MM/yyyy", "00/00/0000", "filler"},
          {"dd/MM/yyyy", "01/01/1970", "filler"},
          {"M/d/yyyy H:mm", "1/1/1970 0:00", "filler"},
          {"d-MMM-yy", "1-Jan-70", "filler"},
          {"yyyyDDD", "1970001", "filler"}
        });
  }

  @Test
  void random_instants_are_on_the_day_that_java_time_gives() {
    List<ZoneId> zones = List.of(ZoneOffset.UTC, TOKYO, NEW_YORK, ZoneId.of("Asia/Kolkata"));
    for (ZoneId zone : zones) {
      DateReader iso = DateReader.of(Optional.empty(), zone, UPLOAD);
      DateReader seconds = DateReader.of(Optional.of("epoch_seconds"), zone, UPLOAD);
      for (int i = 0; i < 5_000; i++) {
        OffsetDateTime time =
            LocalDate.of(1990, 1, 1)
                .plusDays(random.nextInt(13_000))
                .atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)))
                .atOffset(ZoneOffset.ofTotalSeconds(900 * (random.nextInt(97) - 48)));
        long day = time.atZoneSameInstant(zone).toLocalDate().toEpochDay();
        byte[] text = time.toString().getBytes(StandardCharsets.UTF_8);

        assertThat(iso.day(text, 0, text.length)).as("%s in %s", time, zone).isEqualTo((int) day);
        assertThat(seconds.day(Long.toString(time.toEpochSecond()))).isEqualTo((int) day);
      }
    }
  }

  @Test
  void what_is_written_in_a_pattern_is_read_back() {
    List<String> patterns =
        List.of(
            "d/M/yyyy",
            "M/d/yy",
            "dd.MM.yyyy HH:mm:ss",
            "M/d/yyyy h:mm a",
            "dd-MMM-yy",
            "MMM d, yyyy",
            "d MMMM uuuu",
            "EEE, d MMM yyyy HH:mm:ss Z",
            "EEE MMM dd HH:mm:ss zzz yyyy",
            "yyyyMMddHHmmss",
            "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            "d/M/yyyy[ H:mm[:ss.SSS]][ a][ z]");
    for (String pattern : patterns) {
      DateReader reader = DateReader.of(Optional.of(pattern), ZoneOffset.UTC, UPLOAD);
      var formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
      for (int i = 0; i < 1_000; i++) {
        ZonedDateTime time =
            LocalDate.of(1990, 1, 1)
                .plusDays(random.nextInt(13_000))
                .atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)))
                .atZone(ZoneOffset.UTC);
        String text = time.format(formatter);

        assertThat(reader.day(text))
            .as("%s in the format %s", text, pattern)
            .isEqualTo((int) time.toLocalDate().toEpochDay());
      }
    }
  }

  @Test
  void formats_without_a_whole_date_are_refused() {
    for (String format : List.of("epoch", "yyyy-MM", "HH:mm", "dd/MM/yyyy '", "hello")) {
      assertThatThrownBy(() -> DateReader.of(Optional.of(format), ZoneOffset.UTC, UPLOAD))
          .as(format)
          .isInstanceOfSatisfying(
              ChurnException.class,
              refused ->
                  assertThat(refused.fieldErrors().get(0).problem())
                      .contains("epoch_seconds")
                      .contains(format));
    }
  }
}
