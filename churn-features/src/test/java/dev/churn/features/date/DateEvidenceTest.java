package dev.churn.features.date;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ErrorCode;
import dev.churn.features.date.DateDecision.Ambiguous;
import dev.churn.features.date.DateDecision.Found;
import dev.churn.features.date.DateDecision.Mixed;
import dev.churn.features.date.DateDecision.Open;
import dev.churn.features.date.DateDecision.Unknown;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DateEvidenceTest {
  private static final LocalDate UPLOAD = LocalDate.of(2026, 11, 29);

  private final Random random = new Random(14);

  @Test
  void a_format_that_reads_all_values_alone_is_certain() {
    String[][] files = {
      {"iso", "2024-01-31", "2024-02-01"},
      {"iso", "2024-01-05 23:50:26 -0500", "2024-1-5"},
      {"iso", "20240105", "20240206"},
      {"iso", "20240105235026"},
      {"dd/MM/yyyy", "05/01/2024", "25/01/2024"},
      {"MM/dd/yyyy", "01/05/2024", "01/25/2024"},
      {"d.M.yyyy", "5.1.2024", "25.10.2024"},
      {"M/d/yyyy H:mm", "1/5/2024 9:05", "12/13/2024 23:10"},
      {"dd/MM/yyyy H:mm[:ss]", "05/01/2024 10:00", "25/01/2024 10:00:30"},
      {"dd/MM/yyyy[ H:mm]", "05/01/2024", "25/01/2024 10:00"},
      {"M/d/yyyy h:mm:ss a", "1/5/2024, 3:04:05\u202FPM", "1/25/2024, 3:04:05 a.m."},
      {"dd.MM.yyyy H:mm:ss.SSS z", "05.01.2024 10:00:00.123 +01:00", "25.01.2024 10:00:00,5 CET"},
      {"dd-MM-yy", "05-01-24", "31-10-98"},
      {"dd-MMM-yy", "05-Jan-24", "15-Sept-24"},
      {"d MMM yyyy", "5 January 2024", "15 sept. 2024", "5th March 2024"},
      {"dd MMM yyyy H:mm:ss z", "Fri, 05 Jan 2024 23:50:26 +0000"},
      {"MMM d yyyy", "January 5, 2024", "Feb. 12, 2024"},
      {"EEE MMM d H:mm:ss z yyyy", "Fri Jan 05 23:50:26 UTC 2024", "Mon Jan  1 03:50:26 CET 2024"},
      {"d/MMM/yyyy:H:mm:ss Z", "05/Jan/2024:23:50:26 +0000"},
      {"d. MMM yyyy", "5. Januar 2024", "9. Februar 2024", "31. März 2024", "1. Mai 2024"},
      {"d MMM yyyy", "5 janvier 2024", "12 févr. 2024", "3 août 2024", "24 déc. 2024"},
      {"dd-MMM-yy", "05-ene-24", "15-ago-24"},
      {"ddMMyyyy", "05012024", "31012024"},
      {"yyyy-dd-MM", "2024-13-01", "2024-05-02"},
      {"epoch_seconds", "1704412800", "1704412801.5"},
      {"epoch_seconds", "915148800", "1.7044128E9"},
      {"epoch_milliseconds", "1704412800000"},
      {"epoch_microseconds", "1704412800000000"},
      {"epoch_nanoseconds", "1704412800000000000"},
      {"excel_days", "45296", "45296.75"},
    };
    for (String[] file : files) {
      DateDecision decision = evidence(List.of(file).subList(1, file.length)).decide();

      assertThat(decision).as(file[1]).isEqualTo(new Found(file[0], true));
    }
  }

  @Test
  void days_that_can_be_read_in_two_ways_are_never_guessed() {
    DateDecision decision = evidence(List.of("05/05/2024", "03/04/2024", "06/07/2024")).decide();

    assertThat(decision).isInstanceOf(Ambiguous.class);
    assertThat(((Open) decision).refusal().code()).isEqualTo(ErrorCode.UNPROCESSABLE);
    assertThat(((Open) decision).refusal())
        .hasMessage(
            "Expected days that can be read in one way, found '03/04/2024' on line 3, which is"
                + " 3 April 2024 as dd/MM/yyyy or March 4, 2024 as MM/dd/yyyy; say which with the"
                + " option date_format");
  }

  @Test
  void one_value_that_can_be_read_in_one_way_settles_the_order() {
    assertThat(decision("03/04/2024", "25/04/2024")).isEqualTo(new Found("dd/MM/yyyy", true));
    assertThat(decision("03/04/2024", "04/25/2024")).isEqualTo(new Found("MM/dd/yyyy", true));
    // as MM/dd/yyyy it would be after the upload, on 29 November 2026
    assertThat(decision("03/04/2024", "12/09/2026")).isEqualTo(new Found("dd/MM/yyyy", true));
    assertThat(decision("5/4/24 9:05", "13/4/24 10:05")).isEqualTo(new Found("d/M/yy H:mm", true));
  }

  @Test
  void a_day_after_the_upload_is_no_proof_against_the_calendar() {
    assertThat(decision("2024-03-04", "2026-12-01")).isEqualTo(new Found("iso", true));
    assertThat(decision("04/25/2024", "12/09/2026", "12/08/2026", "12/07/2026"))
        .isEqualTo(new Found("MM/dd/yyyy", true));
    // the days of both readings are after the upload
    assertThat(decision("11/12/2027", "12/11/2027")).isInstanceOf(Ambiguous.class);
  }

  @Test
  void values_that_are_the_same_day_in_both_readings_need_no_decision() {
    assertThat(decision("05/05/2024", "06/06/2024")).isEqualTo(new Found("dd/MM/yyyy", false));
  }

  @Test
  void the_format_that_reads_the_most_values_wins_and_is_not_certain() {
    assertThat(decision("2024-01-05", "2024-01-06", "05.01.2024", "n/a"))
        .isEqualTo(new Found("iso", false));
    assertThat(decision("25.01.2024", "2024-01-06", "05.01.2024", "yesterday"))
        .isEqualTo(new Found("dd.MM.yyyy", false));
  }

  @Test
  void few_contradictions_are_mistakes_and_many_are_two_formats() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      values.add("%d/04/2024".formatted(13 + i % 17));
      values.add("0%d/04/2024".formatted(1 + i % 9));
    }
    values.add("04/21/2024");
    assertThat(evidence(values).decide()).isEqualTo(new Found("dd/MM/yyyy", false));

    values.add("04/22/2024");
    DateDecision decision = evidence(values).decide();
    assertThat(decision).isInstanceOf(Mixed.class);
    assertThat(((Open) decision).refusal())
        .hasMessage(
            "Expected days in one format, found 19 that fit only dd/MM/yyyy, such as"
                + " '13/04/2024' on line 2, and 2 that fit only MM/dd/yyyy, such as"
                + " '04/21/2024' on line 40; correct them, or say which format is right with the"
                + " option date_format, and the rows in the other one are rejected");
  }

  @Test
  void a_contradiction_among_few_values_is_no_mistake() {
    String[][] files = {
      {"01/02/2024", "01/03/2024", "25/01/2024", "01/26/2024", "01/27/2024"},
      {"25/01/2024", "26/01/2024", "01/26/2024", "01/27/2024"}, // no value with two readings
      {"25/01/2024", "01/26/2024"},
      {"25.1.24 10:00", "26.1.24", "27.1.24", "1.28.24"},
    };
    for (String[] file : files) {
      assertThat(decision(file)).as(String.join(", ", file)).isInstanceOf(Mixed.class);
    }
  }

  @Test
  void a_year_of_two_digits_in_front_is_found_or_asked_for() {
    // 28 and 31 would be years after the upload
    assertThat(decision("24-01-28", "24-01-31")).isEqualTo(new Found("yy-MM-dd", true));
    assertThat(decision("24-01-15", "24-02-20")).isInstanceOf(Ambiguous.class);
    var merged = new DateEvidence(ZoneOffset.UTC, UPLOAD);
    merged.add(evidence(List.of("24-01-15")));
    merged.add(evidence(List.of("24-02-20")));
    assertThat(merged.decide()).isInstanceOf(Ambiguous.class);
    // 24 does not change, as days do
    assertThat(decision("15-01-24", "20-02-24")).isEqualTo(new Found("dd-MM-yy", true));
  }

  @Test
  void values_that_no_format_reads_are_shown() {
    DateDecision decision = decision("Q1 2024", "Q2 2024");

    assertThat(decision).isEqualTo(new Unknown(2, "Q1 2024"));
    assertThat(((Unknown) decision).advice())
        .isEqualTo(
            "No known format reads 'Q1 2024' on line 2: say how dates are written with the option"
                + " date_format, such as dd/MM/yyyy HH:mm.");
    assertThat(decision()).isEqualTo(new Found("iso", false));
    assertThat(decision("12.50", "7", "13", "45300.10", "99.90")).isInstanceOf(Unknown.class);
  }

  @Test
  void zeros_and_fillers_do_not_hide_the_format() {
    assertThat(decision("0", "1704412800")).isEqualTo(new Found("epoch_seconds", true));
    assertThat(decision("00/00/0000", "25/01/2024")).isEqualTo(new Found("dd/MM/yyyy", true));
    assertThat(decision("31/12/9999", "05/01/2024")).isEqualTo(new Found("dd/MM/yyyy", true));
  }

  @Test
  void the_order_of_values_and_of_merges_does_not_matter() {
    List<String> kinds =
        List.of(
            "0%d/0%d/2024", "2%d/0%d/2024", "2024-0%d-1%d", "0%d.1%d.24", "1%d-0%d-19", "x%d%d");
    for (int round = 0; round < 200; round++) {
      List<Integer> lines = new ArrayList<>();
      List<String> values = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        String kind = kinds.get(random.nextInt(1 + random.nextInt(kinds.size())));
        values.add(kind.formatted(1 + random.nextInt(2), 1 + random.nextInt(2)));
        lines.add(i);
      }
      DateDecision expected = evidence(values).decide();

      Collections.shuffle(lines, random);
      var parts = new ArrayList<DateEvidence>();
      for (int i = 0; i < 3; i++) {
        parts.add(new DateEvidence(ZoneOffset.UTC, UPLOAD));
      }
      lines.forEach(line -> parts.get(random.nextInt(3)).add(line + 2, values.get(line)));
      Collections.shuffle(parts, random);
      parts.get(1).add(parts.get(2));
      parts.get(0).add(parts.get(1));
      assertThat(parts.get(0).decide()).as(values.toString()).isEqualTo(expected);
    }
  }

  @Test
  void days_written_in_a_known_format_are_read_back_in_the_one_that_is_found() {
    List<String> patterns =
        List.of(
            "yyyy-MM-dd",
            "yyyy/MM/dd HH:mm",
            "yyyyMMdd",
            "yyyyMMddHHmmss",
            "yyyy-MM-dd HH:mm:ss xx",
            "dd/MM/yyyy",
            "M/d/yyyy",
            "M/d/yyyy h:mm a",
            "d-M-yyyy H:mm",
            "dd.MM.yyyy HH:mm:ss",
            "dd.MM.yy HH:mm",
            "M/d/yy",
            "dd-MM-yy",
            "yy-MM-dd",
            "ddMMyyyy",
            "MMddyyyy",
            "dd-MMM-yy",
            "ddMMMyyyy",
            "d MMMM yyyy",
            "MMM d, yyyy",
            "MMMM d, yyyy, h:mm:ss a",
            "yyyy-MMM-dd",
            "EEE, d MMM yyyy HH:mm:ss Z",
            "EEE MMM dd HH:mm:ss zzz yyyy",
            "EEE MMM dd HH:mm:ss yyyy",
            "dd/MMM/yyyy:HH:mm:ss Z",
            "yyyy-MM-dd-HH.mm.ss.SSSSSS");
    for (String pattern : patterns) {
      var formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
      var evidence = new DateEvidence(ZoneOffset.UTC, UPLOAD);
      Map<String, LocalDate> days = new HashMap<>();
      for (int i = 0; i < 500; i++) {
        LocalDate day = LocalDate.of(2019, 1, 1).plusDays(random.nextInt(2_500));
        LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(86_400));
        String text = day.atTime(time).atZone(ZoneOffset.UTC).format(formatter);
        days.put(text, day);
        evidence.add(i + 2, text);
      }
      DateDecision decision = evidence.decide();

      assertThat(decision)
          .as(pattern)
          .isInstanceOfSatisfying(Found.class, found -> assertThat(found.isCertain()).isTrue());
      DateReader reader =
          DateReader.of(Optional.of(((Found) decision).format()), ZoneOffset.UTC, UPLOAD);
      days.forEach(
          (text, day) ->
              assertThat(reader.day(text))
                  .as("%s, written as %s and read as %s", text, pattern, decision)
                  .isEqualTo((int) day.toEpochDay()));
    }
  }

  @Test
  void no_text_breaks_the_reading_of_days() {
    String[] parts = {
      "2024",
      "-",
      "/",
      ".",
      ":",
      " ",
      "T",
      "Z",
      "+01:00",
      "UTC",
      "[",
      "]",
      "(",
      ",",
      "05",
      "1",
      "99",
      "0",
      "00",
      "Jan",
      "Sept.",
      "Fri",
      "PM",
      "a.m.",
      "Europe/Berlin",
      "th",
      "1704412800",
      "1e9",
      "E+12",
      "e-999999999",
      "999999999",
      "\u00A0",
      "\uFEFF",
      "é",
      "\uD83D",
      "\u2212"
    };
    List<String> formats =
        List.of("iso", "d/M/y", "d MMM yyyy[ H:mm[:ss]][ a][ z]", "epoch_seconds", "excel_days");
    List<DateReader> readers =
        formats.stream()
            .map(format -> DateReader.of(Optional.of(format), ZoneId.of("Asia/Tokyo"), UPLOAD))
            .toList();
    var evidence = new DateEvidence(ZoneOffset.UTC, UPLOAD);
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(14); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      String decoded = new String(bytes, StandardCharsets.UTF_8);
      evidence.add(i, decoded);
      DateLook.isLikeDay(decoded);
      for (DateReader reader : readers) {
        assertThat(reader.day(bytes, 0, bytes.length)).as(decoded).isEqualTo(reader.day(decoded));
      }
    }
    assertThat(evidence.decide()).isNotNull();
  }

  private static DateDecision decision(String... values) {
    return evidence(List.of(values)).decide();
  }

  private static DateEvidence evidence(List<String> values) {
    var evidence = new DateEvidence(ZoneOffset.UTC, UPLOAD);
    for (int i = 0; i < values.size(); i++) {
      evidence.add(i + 2, values.get(i));
    }
    return evidence;
  }
}
