package dev.churn.features;

import static dev.churn.features.Fixture.activity;
import static dev.churn.features.Fixture.labeled;
import static dev.churn.features.Fixture.profile;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class ProfileTest {
  @Test
  void a_file_without_amounts_is_warned_of() {
    assertThat(profile("customer_id,date\n1,2024-01-01\n").warnings())
        .containsExactly("There is no amount column: monetary features are 0.");
    assertThat(profile("customer_id,date,price\n1,2024-01-01,\n").warnings())
        .containsExactly("No row has an amount: monetary features are 0.");
  }

  @Test
  void types_of_activity_that_no_row_has_are_warned_of() {
    String csv = "customer_id,date,amount,type\n1,2024-01-01,1, purchase \n";

    assertThat(profile(text(csv), activity(Set.of("purchase"))).warnings()).isEmpty();
    assertThat(profile(text(csv), activity(Set.of("purchase", "Visits", "login"))).warnings())
        .containsExactly(
            "No row is of the activity event types 'Visits', 'login'; there are 'purchase'.");
    assertThat(profile(text(csv), activity(Set.of("Purchase", " PURCHASE"))).warnings()).isEmpty();
  }

  @Test
  void a_file_without_any_label_is_warned_of() {
    assertThat(profile(text("customer_id,date,amount,churn\n1,2024-01-01,1,\n"), labeled()))
        .extracting(CsvProfile::warnings)
        .isEqualTo(List.of("No row has a churn label: there is nothing to learn from."));
  }

  @Test
  void a_sound_file_is_not_warned_of() {
    assertThat(profile("customer_id,date,amount\n1,2024-01-01,1\n").warnings()).isEmpty();
  }

  @Test
  void a_file_with_more_amounts_below_0_than_above_is_warned_of() {
    String csv = "customer_id,date,amount\n1,2024-01-01,%s\n1,2024-01-02,%s\n1,2024-01-03,%s\n";

    assertThat(profile(csv.formatted("-5", "-6", "7")).warnings())
        .containsExactly(
            "2 amounts are below 0, as those of returns are, and only 1 above: what customers are worth is"
                + " too low. If the file writes payments with a minus, turn the signs of its amounts.");
    assertThat(profile(csv.formatted("-5", "6", "7")).warnings()).isEmpty();
    assertThat(profile(csv.formatted("-5", "6", "0")).warnings()).isEmpty();
    assertThat(profile(csv.formatted("0", "0.00", "-0")).warnings())
        .containsExactly(
            "All amounts are 0: monetary features are 0, and value_at_risk is not known.");
  }

  /** Rows of customers with a day and an amount of their own. */
  private static String rows(int from, int to) {
    var csv = new StringBuilder();
    for (int i = from; i < to; i++) {
      csv.append("c%d,2024-01-%02d,%d.50\n".formatted(i, 1 + i % 28, i % 90));
    }
    return csv.toString();
  }

  @Test
  void a_file_in_which_nearly_everything_is_there_twice_is_warned_of() {
    String header = "customer_id,date,amount\n";
    String end =
        " different rows with an amount, %d are there more than once, with the same customer, day,"
            + " amount and type; all are counted. If the file holds an export twice, amounts are too"
            + " high: remove the copies.";

    assertThat(profile(header + rows(0, 200) + rows(0, 197)).warnings())
        .containsExactly("Of 200" + end.formatted(197));
    assertThat(profile(header + rows(0, 200) + rows(0, 195)).warnings()).isEmpty();
    assertThat(profile(header + rows(0, 99) + rows(0, 99)).warnings()).isEmpty();
    assertThat(profile(header.replace("amount", "note") + rows(0, 200) + rows(0, 200)).warnings())
        .doesNotContain("Of 200" + end.formatted(200));
  }

  private static List<String> warnings(RfmFeatures features, String csv) {
    return features
        .profile(text(csv), UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none())
        .profile()
        .warnings();
  }

  @Test
  void of_many_rows_a_sample_is_kept_that_does_not_depend_on_threads() {
    String csv = "customer_id,date,amount\n" + rows(0, 30_000) + rows(0, 30_000);
    List<String> one = warnings(new RfmFeatures(1, 1000, 2048), csv);

    assertThat(one)
        .singleElement()
        .asString()
        .matches(
            "Of a sample of (\\d{4}) different rows with an amount, \\1 are there more than once.*");
    assertThat(warnings(new RfmFeatures(3, 1000, 2048), csv)).isEqualTo(one);
    assertThat(warnings(new RfmFeatures(2, 1000, 1024), csv)).isEqualTo(one);
  }

  @Test
  void more_types_than_can_be_told_apart_are_counted_as_that() {
    var csv = new StringBuilder("customer_id,date,amount,type\n");
    for (int i = 0; i < 9000; i++) {
      csv.append("1,2024-01-01,").append(i).append(",t").append(i % 4095).append('\n');
    }
    assertThat(profile(csv.toString()).eventTypes()).isEqualTo(4095);
    assertThat(profile(csv.toString()).warnings()).isEmpty();
    csv.append("1,2024-01-01,1,u\n1,2024-01-01,1,v\n");
    assertThat(profile(csv.toString()).eventTypes()).isEqualTo(4096);
    assertThat(profile(csv.toString()).warnings()).hasSize(1);
  }

  @Test
  void a_file_with_more_rows_than_the_limit_is_refused() {
    String csv = "customer_id,date\n" + "1,2024-01-01\n".repeat(5000);
    for (int threads : List.of(1, 3)) {
      RfmFeatures features = new RfmFeatures(threads, 1000, 2048);
      assertThat(rowsWithin(features, 5000, csv)).isEqualTo(5000);
      assertThatThrownBy(() -> rowsWithin(features, 4999, csv))
          .hasMessage(
              "The file: expected 4999 rows at most (MAX_UPLOAD_ROWS), found more; split it")
          .extracting(thrown -> ((ChurnException) thrown).code())
          .isEqualTo(ErrorCode.TOO_LARGE);
    }
  }

  private static long rowsWithin(RfmFeatures features, long rows, String csv) {
    return features
        .within(new ReadingLimits(rows, 200, 1 << 30, DiskSpace.unwatched()))
        .profile(text(csv), UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none())
        .profile()
        .rowCount();
  }

  @Test
  void progress_goes_up_from_reading_to_writing_to_the_end() {
    var log = new SimulatedLog(8, 50, 2000, Fixture.UPLOAD_DAY.minusDays(400), 400);
    List<Double> fractions = new CopyOnWriteArrayList<>();
    Content csv = text(log.csv());
    var features = new RfmFeatures(1, 1000, 2048);
    CsvProfile profile =
        features
            .profile(csv, UploadOptions.defaults(), Fixture.UPLOAD_DAY, (f, m) -> fractions.add(f))
            .profile();
    assertThat(fractions).isSorted().hasSizeGreaterThan(20).endsWith(1.0);

    fractions.clear();
    Progress progress = (fraction, message) -> fractions.add(fraction);
    var request =
        new FeatureRequest(
            UploadOptions.defaults(),
            profile,
            Fixture.UPLOAD_DAY,
            profile.lastDay(),
            OrganizationSettings.defaults());
    features.build(request, csv, new ByteArrayOutputStream(), progress);
    assertThat(fractions).isSorted().hasSizeGreaterThan(20).endsWith(1.0);
  }

  @Test
  void a_file_is_read_with_at_least_one_thread() {
    assertThatThrownBy(() -> new RfmFeatures(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_header_of_other_bytes_than_utf_8_is_still_a_header() {
    byte[] csv =
        "customer_id,date,Betr_ge,amount\n1,2024-01-01,x,1\n".getBytes(StandardCharsets.UTF_8);
    csv[21] = (byte) 0xE4;

    assertThat(profile(Content.of(csv), UploadOptions.defaults()).rowCount()).isEqualTo(1);
  }

  @Test
  void events_are_counted_alike_by_any_number_of_threads() {
    var log = new SimulatedLog(8, 50, 2000, Fixture.UPLOAD_DAY.minusDays(600), 600);
    Content csv = text(log.csv());
    CsvProfile one =
        new RfmFeatures(1, 1 << 20, 2048)
            .profile(csv, UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none())
            .profile();
    CsvProfile three =
        new RfmFeatures(3, 1000, 2048)
            .profile(csv, UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none())
            .profile();

    assertThat(three).isEqualTo(one);
    assertThat(one.counts().daily()).hasSize(EventCounts.MAX_DAYS);
    assertThat(one.counts().types()).hasSize(one.eventTypes());
  }

  @Test
  void only_the_most_frequent_types_are_kept() {
    var csv = new StringBuilder("customer_id,date,amount,type\n");
    for (int i = 0; i < 150; i++) {
      csv.append("1,2024-01-01,1,t%03d%n".formatted(i));
    }
    csv.append("1,2024-01-02,1,t149\n");
    EventCounts counts = profile(csv.toString()).counts();

    assertThat(counts.types()).hasSize(EventCounts.MAX_TYPES).containsKeys("t149", "t000");
    assertThat(counts.types()).doesNotContainKey("t120");
    assertThat(counts.daily()).containsExactly(1L, 150L);
  }
}
