package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Reads and writes the checks of raw files: the tables {@code dataset_checks} and {@code
 * dataset_findings}, of targets {@code target_checks} and {@code target_findings}; the caller opens
 * the transaction.
 */
final class FileCheckRows {
  private FileCheckRows() {}

  /** Puts the names of the tables, and of the columns that join them, into a statement. */
  static String of(OrganizationId organization, String statement) {
    boolean isTarget = organization.isTarget();
    return statement
        .replace("<checks>", isTarget ? "target_checks" : "dataset_checks")
        .replace("<findings>", isTarget ? "target_findings" : "dataset_findings")
        .replace("<key>", isTarget ? "organization_id, dataset_id" : "dataset_id");
  }

  static void put(Handle handle, FileCheck check) {
    handle
        .createUpdate(
            of(
                check.organizationId(),
                """
                insert into <checks> (dataset_id, organization_id, compared_with, is_forced)
                values (:dataset, :organization, :other, :forced)
                on conflict (<key>) do update set
                  compared_with = excluded.compared_with, is_forced = excluded.is_forced
                """))
        .bind("dataset", check.dataset().value())
        .bind("organization", check.organizationId().value())
        .bind("other", check.comparedWith().map(DatasetId::value))
        .bind("forced", check.isForced())
        .execute();
    handle
        .createUpdate(
            of(
                check.organizationId(),
                """
                delete from <findings> where (<key>) in (
                  select <key> from <checks>
                  where organization_id = :organization and dataset_id = :dataset)
                """))
        .bind("organization", check.organizationId().value())
        .bind("dataset", check.dataset().value())
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            of(
                check.organizationId(),
                """
                insert into <findings> (<key>, position, kind, sentence, expected, found)
                select <key>, :position, :kind, :sentence, :expected, :found from <checks>
                where organization_id = :organization and dataset_id = :dataset
                """));
    for (int i = 0; i < check.findings().size(); i++) {
      Finding finding = check.findings().get(i);
      batch
          .bind("organization", check.organizationId().value())
          .bind("dataset", check.dataset().value())
          .bind("position", i)
          .bind("kind", Columns.code(finding.kind()))
          .bind("sentence", Columns.text(finding.sentence()))
          .bind("expected", Columns.text(finding.expected()))
          .bind("found", Columns.text(finding.found()))
          .add();
    }
    batch.execute();
  }

  static Optional<FileCheck> find(Handle handle, OrganizationId organization, DatasetId raw) {
    List<Finding> findings =
        handle
            .createQuery(
                of(
                    organization,
                    """
                    select f.* from <findings> f join <checks> c using (<key>)
                    where c.organization_id = :organization and c.dataset_id = :dataset
                    order by f.position
                    """))
            .bind("organization", organization.value())
            .bind("dataset", raw.value())
            .map(
                (row, context) ->
                    new Finding(
                        Columns.parse(Finding.Kind.class, row.getString("kind")),
                        row.getString("sentence"),
                        row.getString("expected"),
                        row.getString("found")))
            .list();
    return handle
        .createQuery(
            of(
                organization,
                """
                select * from <checks>
                where organization_id = :organization and dataset_id = :dataset
                """))
        .bind("organization", organization.value())
        .bind("dataset", raw.value())
        .map(
            (row, context) ->
                new FileCheck(
                    organization,
                    raw,
                    Optional.ofNullable(row.getObject("compared_with", UUID.class))
                        .map(DatasetId::new),
                    findings,
                    row.getBoolean("is_forced")))
        .findOne();
  }
}
