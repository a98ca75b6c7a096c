package dev.churn.features.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ErrorCode;
import dev.churn.features.csv.DateDecision.Ambiguous;
import dev.churn.features.csv.DateDecision.Found;
import dev.churn.features.csv.DateDecision.Mixed;
import dev.churn.features.csv.DateDecision.Open;
import dev.churn.features.csv.DateDecision.Unknown;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
      {"dd/MM/yyyy HH:mm".replace("HH", "H") + "[:ss]", "05/01/2024 10:00", "25/01/2024 10:00:30"},
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

  private static DateEvidence evidence(List<String> values) {
    var evidence = new DateEvidence(ZoneOffset.UTC, UPLOAD);
    for (int i = 0; i < values.size(); i++) {
      evidence.add(i + 2, values.get(i));
    }
    return evidence;
  }
}
