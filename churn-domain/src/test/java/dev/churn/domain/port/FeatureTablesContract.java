package dev.churn.domain.port;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link FeatureTables} keeps. */
public abstract class FeatureTablesContract {
  private static final LocalDate LAST = LocalDate.parse("2024-06-30");
  private static final LocalDate[] DAYS = {
    LAST.minusDays(150), LAST.minusDays(100), LAST.minusDays(50), LAST
  };

  protected abstract FeatureTables tables();

  protected abstract EventFileProfiler profiler();

  /** {@return a file in which each day is the only event of a customer named by that day} */
  protected abstract Content file(LocalDate... days);

  private record Built(FeatureManifest manifest, Content table) {}

  private record Row(String customer, LocalDate asOf, Optional<Boolean> churned) {}

  private Built build() {
    Content file = file(DAYS);
    UploadOptions options = UploadOptions.defaults();
    var request =
        new FeatureRequest(
            options,
            profiler().profile(file, options, LAST, Progress.none()).profile(),
            LAST,
            LAST,
            OrganizationSettings.defaults());
    var table = new ByteArrayOutputStream();
    return new Built(
        tables().build(request, file, table, Progress.none()), Content.of(table.toByteArray()));
  }

  private List<Row> read(Content table) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = table.open()) {
      tables()
          .read(
              in,
              (customer, asOf, features, churned) -> rows.add(new Row(customer, asOf, churned)));
    }
    return rows;
  }

  @Test
  void a_table_holds_the_rows_and_labels_that_its_manifest_names() throws IOException {
    Built built = build();

    List<Row> rows = read(built.table());
    assertThat(rows)
        .hasSize(built.manifest().snapshots().stream().mapToInt(s -> (int) s.rows()).sum());
    for (Snapshot snapshot : built.manifest().snapshots()) {
      List<Row> some = rows.stream().filter(row -> row.asOf().equals(snapshot.asOf())).toList();
      assertThat(some).hasSize((int) snapshot.rows());
      assertThat(some.stream().flatMap(row -> row.churned().stream()))
          .hasSize((int) snapshot.labeled());
      assertThat(some.stream().filter(row -> row.churned().equals(Optional.of(true))))
          .hasSize((int) snapshot.churned());
    }
  }

  @Test
  void snapshots_come_the_latest_first_and_the_latest_has_everybody_in_order() throws IOException {
    Built built = build();

    List<Row> rows = read(built.table());
    assertThat(rows.stream().map(Row::asOf).distinct())
        .isEqualTo(built.manifest().snapshots().stream().map(Snapshot::asOf).toList());
    assertThat(rows.stream().filter(row -> row.asOf().equals(LAST)).map(Row::customer))
        .containsExactly("2024-02-01", "2024-03-22", "2024-05-11", "2024-06-30");
    assertThat(built.manifest().customers()).isEqualTo(DAYS.length);
  }

  @Test
  void the_rows_of_some_days_are_those_of_the_whole_table() throws IOException {
    Built built = build();
    List<Row> all = read(built.table());
    List<LocalDate> days = built.manifest().snapshots().stream().map(Snapshot::asOf).toList();
    LocalDate first = days.get(0);
    LocalDate last = days.get(days.size() - 1);

    for (Set<LocalDate> some :
        List.of(Set.of(first), Set.of(last), Set.copyOf(days), Set.of(last.minusDays(1)))) {
      List<Row> rows = new ArrayList<>();
      long count;
      try (InputStream in = built.table().open()) {
        count =
            tables()
                .read(
                    in,
                    some,
                    (customer, asOf, features, churned) ->
                        rows.add(new Row(customer, asOf, churned)));
      }
      assertThat(count).isEqualTo(rows.size());
      assertThat(rows).isEqualTo(all.stream().filter(row -> some.contains(row.asOf())).toList());
    }
  }

  @Test
  void the_same_request_gives_the_same_bytes() throws IOException {
    try (InputStream once = build().table().open();
        InputStream again = build().table().open()) {
      assertThat(again.readAllBytes()).isNotEmpty().isEqualTo(once.readAllBytes());
    }
  }

  @Test
  void what_is_no_table_is_corrupt() {
    assertThatThrownBy(() -> read(Content.of("this is no table\n".getBytes(UTF_8))))
        .satisfies(Contracts.hasCode(ErrorCode.CORRUPT));
  }
}
