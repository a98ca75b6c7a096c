package dev.churn.postgres;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.ObjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads datasets together with their children, in one statement and therefore consistently. */
final class DatasetReader {
  private static final String STATE_OF_UPLOAD =
      "d.status as seen_status, d.error_message as seen_error,";

  private static final String STATE_OF_TARGET =
      """
      case dataset_type when 'raw' then coalesce(t.status, 'uploaded') else d.status end
        as seen_status,
      t.error_message as seen_error,
      """;

  private static final String CHILDREN =
      """
        array(select name from dataset_columns c where c.dataset_id = d.id order by name)
          as column_names,
        array(select header from dataset_columns c where c.dataset_id = d.id order by name)
          as column_headers,
      """
          + ReadingReportRows.SELECTED
          + """
        array(select line from dataset_rejections r where r.dataset_id = d.id order by r.position)
          as rejected_lines,
        array(select column_name from dataset_rejections r where r.dataset_id = d.id
          order by r.position) as rejected_columns,
        array(select reason from dataset_rejections r where r.dataset_id = d.id
          order by r.position) as rejected_reasons,
        array(select cast(s.as_of as text) from feature_snapshots s where s.dataset_id = d.id
          order by s.position) as snapshot_days,
        array(select role from feature_snapshots s where s.dataset_id = d.id
          order by s.position) as snapshot_roles,
        array(select s.row_count from feature_snapshots s where s.dataset_id = d.id
          order by s.position) as snapshot_rows,
        array(select labelled_count from feature_snapshots s where s.dataset_id = d.id
          order by s.position) as snapshot_labelled,
        array(select churned_count from feature_snapshots s where s.dataset_id = d.id
          order by s.position) as snapshot_churned
      """;

  private static final String OWN =
      """
      from datasets d
      where d.organization_id = :organization
      """;

  private static final String SEEN_BY_TARGET =
      """
      from datasets d
        left join target_datasets t on t.organization_id = :organization and t.dataset_id = d.id
      where (d.organization_id = :organization
        or d.dataset_type = 'raw' and d.organization_id
          = (select parent_id from organizations where id = :organization))
      """;

  private DatasetReader() {}

  /**
   * {@return a statement that selects the datasets that an organization sees, bound as {@code
   * :organization}; conditions may follow} No query reads those of several organizations. A target
   * sees the raw files of its organization with a state of its own.
   */
  static String select(OrganizationId organization) {
    return organization.isTarget()
        ? "select d.*," + STATE_OF_TARGET + CHILDREN + SEEN_BY_TARGET
        : "select d.*," + STATE_OF_UPLOAD + CHILDREN + OWN;
  }

  /** {@return the dataset in a row of {@link #select}, as the organization sees it} */
  static Dataset read(OrganizationId organization, ResultSet row) throws SQLException {
    return row.getString("dataset_type").equals("raw") ? raw(organization, row) : features(row);
  }

  private static RawDataset raw(OrganizationId organization, ResultSet row) throws SQLException {
    return new RawDataset(
        new DatasetId(Columns.uuid(row, "id")),
        organization,
        file(row),
        new UploadOptions(
            row.getBoolean("has_churn_label"),
            Optional.ofNullable(Columns.date(row, "as_of")),
            Optional.ofNullable(row.getString("date_format")),
            Set.copyOf(Columns.texts(row, "activity_event_types")),
            Columns.map(row, "column_names", "column_headers"),
            Columns.conventions(row, "")),
        new CsvProfile(
            row.getLong("row_count"),
            row.getLong("rejected_row_count"),
            rejected(row),
            Columns.texts(row, "warnings"),
            Columns.date(row, "first_event_date"),
            Columns.date(row, "last_event_date"),
            row.getInt("event_type_count"),
            EventCountRows.read(row),
            ReadingReportRows.read(row)),
        Columns.parse(DatasetStatus.class, row.getString("seen_status")),
        Optional.ofNullable(row.getString("seen_error")),
        Columns.instant(row, "uploaded_at"));
  }

  private static FeatureDataset features(ResultSet row) throws SQLException {
    return new FeatureDataset(
        new DatasetId(Columns.uuid(row, "id")),
        new OrganizationId(Columns.uuid(row, "organization_id")),
        file(row),
        new DatasetId(Columns.uuid(row, "source_dataset_id")),
        new FeatureManifest(
            Columns.texts(row, "feature_names"),
            new FeatureDefinition(
                Set.copyOf(Columns.texts(row, "activity_event_types")),
                Columns.textsOrNone(row, "churn_event_types"),
                Columns.listOrNone(row, "watched_event_types"),
                row.getDouble("monetary_reference")),
            row.getInt("horizon_days"),
            row.getInt("active_window_days"),
            snapshots(row),
            row.getLong("customers"),
            row.getLong("label_conflicts")),
        Columns.instant(row, "uploaded_at"));
  }

  private static StoredFile file(ResultSet row) throws SQLException {
    return new StoredFile(
        new ObjectKey(Columns.bucket(row.getString("bucket")), row.getString("path")),
        row.getString("filename"),
        row.getLong("file_size"),
        row.getString("sha256"));
  }

  private static List<RejectedRow> rejected(ResultSet row) throws SQLException {
    List<Long> lines = Columns.numbers(row, "rejected_lines");
    List<String> columns = Columns.texts(row, "rejected_columns");
    List<String> reasons = Columns.texts(row, "rejected_reasons");
    List<RejectedRow> rejected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      rejected.add(new RejectedRow(lines.get(i), columns.get(i), reasons.get(i)));
    }
    return rejected;
  }

  private static List<Snapshot> snapshots(ResultSet row) throws SQLException {
    List<String> days = Columns.texts(row, "snapshot_days");
    List<String> roles = Columns.texts(row, "snapshot_roles");
    List<Long> rows = Columns.numbers(row, "snapshot_rows");
    List<Long> labelled = Columns.numbers(row, "snapshot_labelled");
    List<Long> churned = Columns.numbers(row, "snapshot_churned");
    List<Snapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      snapshots.add(
          new Snapshot(
              LocalDate.parse(days.get(i)),
              Columns.parse(SnapshotRole.class, roles.get(i)),
              rows.get(i),
              labelled.get(i),
              churned.get(i)));
    }
    return snapshots;
  }
}
