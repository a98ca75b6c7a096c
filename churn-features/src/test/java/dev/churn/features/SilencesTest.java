package dev.churn.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.definition.HorizonCandidate;
import dev.churn.domain.definition.SilenceTally;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SilencesTest {
  private static final LocalDate FIRST = LocalDate.parse("2018-01-01");
  private static final int LAST = 1200;

  private static List<int[]> customers() {
    var random = new Random(5);
    List<int[]> customers = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      int size = 1 + random.nextInt(12);
      int span = 1 + random.nextInt(LAST);
      customers.add(
          IntStream.range(0, size).map(k -> random.nextInt(span)).sorted().distinct().toArray());
    }
    customers.add(new int[] {0, LAST});
    return customers;
  }

  private static ChurnDefinition ofFile(RfmFeatures features, List<int[]> customers) {
    return ofFile(features, customers, LAST);
  }

  private static ChurnDefinition ofFile(RfmFeatures features, List<int[]> customers, int last) {
    var csv = new StringBuilder("customer_id,event_date,amount,event_type\n");
    for (int i = 0; i < customers.size(); i++) {
      for (int day : customers.get(i)) {
        csv.append("c%d,%s,9.5,buy\n".formatted(i, FIRST.plusDays(day)));
      }
      csv.append("c%d,%s,,letter\n".formatted(i, FIRST.plusDays(last))); // is no activity
    }
    var content = Fixture.text(csv.toString());
    var profile = Fixture.profile(content, UploadOptions.defaults());
    List<ChurnDefinition> found = new ArrayList<>();
    features.build(
        new FeatureRequest(
            UploadOptions.defaults(),
            profile,
            Fixture.UPLOAD_DAY,
            FIRST.plusDays(last),
            new OrganizationSettings(30, 90, Set.of("buy"))),
        content,
        OutputStream.nullOutputStream(),
        silences -> found.add(ChurnDefinition.of(silences)),
        Progress.none());
    return found.get(0);
  }

  private static ChurnDefinition ofDays(List<int[]> customers, int from) {
    return ofDays(customers, from, LAST);
  }

  /** Of active days before day {@code from} only the last is listed. */
  private static ChurnDefinition ofDays(List<int[]> customers, int from, int last) {
    int start = Math.toIntExact(FIRST.toEpochDay());
    var tally = new SilenceTally(FIRST, FIRST.plusDays(last), new ActiveWindow(90));
    for (int[] days : customers) {
      int earlier = (int) IntStream.of(days).filter(day -> day < from).count();
      int[] listed =
          IntStream.of(days).skip(Math.max(0, earlier - 1)).map(day -> start + day).toArray();
      tally.add(listed, listed.length, Math.max(0, earlier - 1), start + days[0]);
    }
    return ChurnDefinition.of(tally);
  }

  @Test
  void the_silences_of_a_file_are_those_between_the_active_days_of_its_customers() {
    assertThat(ofFile(Fixture.FEATURES, customers())).isEqualTo(ofDays(customers(), 0));
    assertThat(ofDays(customers(), 0).returnRates()).hasSizeGreaterThan(5);
  }

  @Test
  void of_days_without_bits_the_last_one_begins_a_silence() {
    // the layout has bits from the 730 days of gaps that end at the oldest snapshot on, E − 13 · 30
    int from = LAST - 13 * 30 - 730 + 1;

    assertThat(ofFile(new RfmFeatures(2, 1 << 16, 1), customers()))
        .isEqualTo(ofDays(customers(), from));
  }

  @Test
  void candidates_are_counted_at_the_snapshots_that_training_would_have_in_a_long_history() {
    int last = 6 * 365 + 90; // the shortest history with six snapshots for a horizon of 365 days
    var random = new Random(6);
    List<int[]> customers = new ArrayList<>();
    customers.add(new int[] {0, last});
    for (int i = 0; i < 300; i++) {
      int first = random.nextInt(200);
      customers.add(
          IntStream.concat(
                  IntStream.of(first),
                  IntStream.range(0, 3).map(k -> first + random.nextInt(last - first)))
              .sorted()
              .distinct()
              .toArray());
    }

    ChurnDefinition found = ofFile(Fixture.FEATURES, customers, last);

    assertThat(found.firstDay()).isEqualTo(FIRST);
    assertThat(found.horizons()).last().extracting(HorizonCandidate::snapshots).isEqualTo(6);
    assertThat(counts(found)).isEqualTo(counts(ofDays(customers, 0, last)));
  }

  private static List<List<Long>> counts(ChurnDefinition definition) {
    return definition.horizons().stream()
        .map(h -> List.of((long) h.days(), (long) h.snapshots(), h.customers(), h.churners()))
        .toList();
  }
}
