package dev.churn.domain.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.EventCounts.TypeCount;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UploadComparisonTest {
  private static final LocalDate MAY = LocalDate.parse("2024-05-31");
  private static final LocalDate JUNE = LocalDate.parse("2024-06-30");

  /** A file of 100 days with the same number of events on each. */
  private static RawDataset file(
      LocalDate lastDay, long eventsADay, Map<String, TypeCount> types, Optional<String> ids) {
    RawDataset sample = Samples.raw(new OrganizationId(UUID.randomUUID()), Samples.MONDAY);
    var profile =
        new CsvProfile(
            100 * eventsADay,
            0,
            List.of(),
            List.of(),
            lastDay.minusDays(99),
            lastDay,
            types.size(),
            new EventCounts(types, Collections.nCopies(100, eventsADay)),
            new ReadingReport(List.of(), List.of(), List.of(), ids));
    return new RawDataset(
        sample.id(),
        sample.organizationId(),
        sample.file(),
        UploadOptions.defaults(),
        profile,
        sample.status(),
        sample.errorMessage(),
        sample.uploadedAt());
  }

  private static RawDataset file(LocalDate lastDay, long eventsADay) {
    return file(lastDay, eventsADay, Map.of(), Optional.empty());
  }

  @Test
  void a_month_later_with_somewhat_fewer_events_is_usual() {
    assertThat(UploadComparison.warnings(file(JUNE, 30), file(MAY, 50))).isEmpty();
  }

  @Test
  void an_older_last_day_is_odd() {
    assertThat(UploadComparison.warnings(file(MAY, 50), file(JUNE, 50)))
        .containsExactly(
            "This file differs from the last one: the last day is 2024-05-31, before the 2024-06-30 of the"
                + " last file.");
  }

  @Test
  void less_than_half_the_events_a_day_are_odd() {
    assertThat(UploadComparison.warnings(file(JUNE, 20), file(MAY, 50)))
        .containsExactly(
            "This file differs from the last one: there are only 20.0 events a day on the last 28 days, the"
                + " last file has 50.0.");
    assertThat(UploadComparison.warnings(file(JUNE, 1), file(MAY, 1))).isEmpty();
  }

  @Test
  void an_event_type_that_vanished_is_odd() {
    RawDataset before =
        file(MAY, 50, Map.of("purchase", new TypeCount(5000, MAY)), Optional.empty());
    RawDataset after = file(JUNE, 50, Map.of("buy", new TypeCount(5000, JUNE)), Optional.empty());

    assertThat(UploadComparison.warnings(after, before))
        .containsExactly(
            "This file differs from the last one: the last file has 5000 events of type"
                + " 'purchase', this one none; types new in this file: 'buy'.");
  }

  @Test
  void ids_of_another_form_are_odd_if_both_forms_are_known() {
    RawDataset before = file(MAY, 50, Map.of(), Optional.of("5 digits"));

    assertThat(
            UploadComparison.warnings(
                file(JUNE, 50, Map.of(), Optional.of("36 characters")), before))
        .containsExactly(
            "This file differs from the last one: customer ids have another form: 36 characters, the last"
                + " file has 5 digits.");
    assertThat(UploadComparison.warnings(file(JUNE, 50), before)).isEmpty();
  }
}
