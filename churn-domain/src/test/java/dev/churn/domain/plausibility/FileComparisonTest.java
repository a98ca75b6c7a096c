package dev.churn.domain.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.EventCounts.TypeCount;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.ObjectKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FileComparisonTest {
  private static final LocalDate MAY = LocalDate.parse("2024-05-31");
  private static final LocalDate JUNE = LocalDate.parse("2024-06-30");

  /** A file that can be told in other words; a day of it has about 50 events. */
  private static final class FileOf {
    private final List<Long> daily = new ArrayList<>();
    private final Map<String, TypeCount> types = new TreeMap<>();
    private LocalDate lastDay;
    private Optional<LocalDate> asOf = Optional.empty();
    private long customers = 1000;
    private double testRate = 0.55;
    private int trainingSnapshots = 3;
    private int uncountedTypes;
    private double reference = 123.4;

    FileOf(LocalDate lastDay) {
      this.lastDay = lastDay;
      var random = new Random(3);
      for (int i = 0; i < 365; i++) {
        daily.add(40 + (long) random.nextInt(21));
      }
      types.put("purchase", new TypeCount(15_000, lastDay));
      types.put("login", new TypeCount(3_000, lastDay.minusDays(1)));
      types.put("complaint", new TypeCount(20, lastDay.minusDays(60)));
    }

    /** Weekends without events. */
    FileOf closedAtWeekends() {
      for (int i = 0; i < daily.size(); i++) {
        if (lastDay.minusDays(i).getDayOfWeek().getValue() > 5) {
          daily.set(i, 0L);
        }
      }
      return this;
    }

    FileOf withAStrayRow(int daysLater) {
      for (int i = 1; i < daysLater; i++) {
        daily.add(0, 0L);
      }
      daily.add(0, 1L);
      lastDay = lastDay.plusDays(daysLater);
      return this;
    }

    FileOf without(int from, int count) {
      for (int i = from; i < from + count; i++) {
        daily.set(i, 0L);
      }
      return this;
    }

    FileOf spending(double percentile) {
      reference = percentile;
      return this;
    }

    FileOf asOf(LocalDate day) {
      asOf = Optional.of(day);
      return this;
    }

    FileOf of(long newCustomers) {
      customers = newCustomers;
      return this;
    }

    FileOf times(double factor) {
      daily.replaceAll(count -> Math.round(count * factor));
      return this;
    }

    /** The last 30 days have another number of events. */
    FileOf lastMonthTimes(double factor) {
      for (int i = 0; i < 30; i++) {
        daily.set(i, Math.round(daily.get(i) * factor));
      }
      return this;
    }

    FileOf churning(double rate) {
      testRate = rate;
      return this;
    }

    /** A history that is long enough for so many training snapshots. */
    FileOf after(int snapshots) {
      trainingSnapshots = snapshots;
      return this;
    }

    FileOf type(String name, TypeCount count) {
      types.put(name, count);
      return this;
    }

    /** Types that are rarer than those that are counted. */
    FileOf withUncountedTypes(int count) {
      uncountedTypes = count;
      return this;
    }

    FileOf withoutType(String name) {
      types.remove(name);
      return this;
    }

    ProcessedFile processed() {
      var organization = new OrganizationId(UUID.randomUUID());
      var id = new DatasetId(UUID.randomUUID());
      long events = daily.stream().mapToLong(Long::longValue).sum();
      var raw =
          new RawDataset(
              id,
              organization,
              new StoredFile(
                  ObjectKey.raw(organization, id.value(), "csv"), "x.csv", 1, "a".repeat(64)),
              new UploadOptions(false, asOf, Optional.empty(), Set.of(), Map.of()),
              new CsvProfile(
                  events,
                  0,
                  List.of(),
                  List.of(),
                  lastDay.minusDays(daily.size() - 1L),
                  lastDay,
                  types.size() + uncountedTypes,
                  new EventCounts(types, daily),
                  ReadingReport.empty()),
              DatasetStatus.READY,
              Optional.empty(),
              Samples.MONDAY);
      return new ProcessedFile(
          raw,
          new FeatureManifest(
              FeatureNames.known(),
              new FeatureDefinition(Set.of(), reference),
              30,
              90,
              List.of(
                      new Snapshot(raw.asOf(), SnapshotRole.SCORE, customers, 0, 0),
                      snapshot(raw.asOf().minusDays(30), SnapshotRole.TEST, testRate),
                      snapshot(raw.asOf().minusDays(60), SnapshotRole.TRAIN, 0.55),
                      snapshot(raw.asOf().minusDays(90), SnapshotRole.TRAIN, 0.5),
                      snapshot(raw.asOf().minusDays(120), SnapshotRole.TRAIN, 0.52))
                  .subList(0, 2 + trainingSnapshots),
              customers,
              0));
    }

    private Snapshot snapshot(LocalDate day, SnapshotRole role, double rate) {
      return new Snapshot(day, role, customers, customers, Math.round(rate * customers));
    }
  }

  private static List<Finding> findings(FileOf file) {
    return FileComparison.findings(file.processed(), Optional.of(new FileOf(MAY).processed()));
  }

  private static void finds(FileOf file, Kind kind, String sentence) {
    assertThat(findings(file))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(kind);
              assertThat(finding.sentence()).isEqualTo(sentence);
            });
  }

  @Test
  void an_ordinary_month_has_no_findings() {
    for (FileOf file :
        List.of(
            new FileOf(JUNE),
            new FileOf(JUNE).of(1300).times(1.3),
            new FileOf(JUNE).of(900).times(0.7),
            new FileOf(JUNE).lastMonthTimes(0.5),
            new FileOf(JUNE).lastMonthTimes(2),
            new FileOf(JUNE).churning(0.45),
            new FileOf(JUNE).churning(0.65),
            new FileOf(JUNE).churning(0.25).after(1),
            new FileOf(JUNE).without(40, 12),
            new FileOf(JUNE).without(3, 2),
            new FileOf(JUNE).closedAtWeekends(),
            new FileOf(JUNE).closedAtWeekends().asOf(LocalDate.parse("2024-07-01")),
            new FileOf(JUNE).asOf(LocalDate.parse("2024-07-02")),
            new FileOf(JUNE).withoutType("complaint"),
            new FileOf(JUNE).type("survey", new TypeCount(500, JUNE)),
            new FileOf(JUNE).withoutType("login").type("Login ", new TypeCount(3100, JUNE)),
            new FileOf(JUNE)
                .type("login", new TypeCount(2000, MAY))
                .type("LOGIN", new TypeCount(900, JUNE)),
            new FileOf(MAY))) {
      assertThat(findings(file)).isEmpty();
    }
  }

  @Test
  void an_older_file_is_found() {
    finds(
        new FileOf(LocalDate.parse("2024-04-30")),
        Kind.EARLIER_LAST_DAY,
        "the last day is 2024-04-30, before the 2024-05-31 of the last file");
  }

  @Test
  void the_file_of_a_branch_is_found() {
    finds(
        new FileOf(JUNE).of(600),
        Kind.FEWER_CUSTOMERS,
        "only 600 customers, the last file has 1,000");
  }

  @Test
  void amounts_in_another_unit_or_without_any_are_found() {
    finds(
        new FileOf(JUNE).spending(12_340),
        Kind.AMOUNTS,
        "amounts are 100 times those of the last file: the 95th percentile of what customers spend in"
            + " 90 days is 12,340, that of the last file 123");
    finds(
        new FileOf(JUNE).spending(1.234),
        Kind.AMOUNTS,
        "amounts are 0.010 times those of the last file: the 95th percentile of what customers spend"
            + " in 90 days is 1.2, that of the last file 123");
    finds(
        new FileOf(JUNE).spending(FeatureDefinition.NO_AMOUNTS),
        Kind.AMOUNTS,
        "no customer spends anything, the 95th percentile of what customers of the last file spend in"
            + " 90 days is 123");
    assertThat(findings(new FileOf(JUNE).spending(400))).isEmpty();
    assertThat(findings(new FileOf(JUNE).spending(30))).isEmpty();
    ProcessedFile none = new FileOf(MAY).spending(FeatureDefinition.NO_AMOUNTS).processed();
    assertThat(FileComparison.findings(new FileOf(JUNE).processed(), Optional.of(none))).isEmpty();
    ProcessedFile few = new FileOf(MAY).of(49).processed();
    assertThat(
            FileComparison.findings(
                new FileOf(JUNE).spending(12_340).processed(), Optional.of(few)))
        .isEmpty();
  }

  @Test
  void a_file_with_few_events_is_found() {
    assertThat(findings(new FileOf(JUNE).times(0.4)))
        .extracting(Finding::kind)
        .containsExactly(Kind.FEWER_EVENTS);
  }

  @Test
  void an_event_type_that_is_gone_or_renamed_is_found() {
    finds(
        new FileOf(JUNE).withoutType("login").type("Sign-in", new TypeCount(3100, JUNE)),
        Kind.EVENT_TYPE_GONE,
        "the last file has 3000 events of type 'login', this one none; types new in this file: 'Sign-in'");
    finds(
        new FileOf(JUNE).type("login", new TypeCount(3000, MAY)),
        Kind.EVENT_TYPE_GONE,
        "the last file has 3000 events of type 'login', this one none after 2024-05-31");
  }

  @Test
  void a_type_that_may_be_among_those_that_are_not_counted_is_not_gone() {
    FileOf june = new FileOf(JUNE).withoutType("login");

    assertThat(findings(june)).isNotEmpty();
    assertThat(findings(june.withUncountedTypes(EventCounts.MAX_TYPES))).isEmpty();
  }

  @Test
  void days_that_are_missing_before_the_end_are_found() {
    finds(
        new FileOf(JUNE).without(4, 5),
        Kind.DAYS_MISSING,
        "no event on the 5 days from 2024-06-22 to 2024-06-26, where about 50 events a day are usual");
    finds(
        new FileOf(JUNE).asOf(LocalDate.parse("2024-07-05")),
        Kind.DAYS_MISSING,
        "no event on the 5 days from 2024-07-01 to 2024-07-05, where about 50 events a day are usual");
    assertThat(findings(new FileOf(JUNE).closedAtWeekends().without(5, 9)))
        .extracting(Finding::kind)
        .containsExactly(Kind.DAYS_MISSING);
  }

  @Test
  void a_stray_row_after_the_end_is_found_even_in_a_first_file() {
    assertThat(
            FileComparison.findings(
                new FileOf(MAY).withAStrayRow(25).processed(), Optional.empty()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.DAYS_MISSING);
              assertThat(finding.sentence())
                  .startsWith("only 1 event on the 25 days from 2024-06-01 to 2024-06-25");
            });
  }

  @Test
  void a_churn_rate_out_of_line_is_found() {
    finds(
        new FileOf(JUNE).churning(0.86),
        Kind.CHURN_RATE,
        "the churn rate at 2024-05-31 is 0.86, earlier ones are 0.50 to 0.55");
    finds(
        new FileOf(JUNE).churning(0.2),
        Kind.CHURN_RATE,
        "the churn rate at 2024-05-31 is 0.20, earlier ones are 0.50 to 0.55");
    assertThat(findings(new FileOf(JUNE).churning(0.25)))
        .extracting(Finding::kind)
        .containsExactly(Kind.CHURN_RATE);
    assertThat(findings(new FileOf(JUNE).churning(0.86).after(1)))
        .extracting(Finding::kind)
        .containsExactly(Kind.CHURN_RATE);
  }

  @Test
  void few_customers_and_uncounted_files_are_not_judged() {
    assertThat(
            FileComparison.findings(
                new FileOf(JUNE).of(3).processed(),
                Optional.of(new FileOf(MAY).of(40).processed())))
        .isEmpty();
  }
}
