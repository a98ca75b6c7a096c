package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.job.JobId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.pipeline.PipelineStep;
import dev.churn.domain.port.Pipelines;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores pipelines in the table {@code pipeline_steps}, of targets in {@code target_steps}. */
final class PostgresPipelines implements Pipelines {
  private final Database database;

  PostgresPipelines(Database database) {
    this.database = database;
  }

  private static String of(OrganizationId organization, String statement) {
    return statement.replace(
        "<steps>", organization.isTarget() ? "target_steps" : "pipeline_steps");
  }

  @Override
  public void put(Pipeline pipeline) {
    database.inTransaction(
        handle -> {
          requireRaw(handle, pipeline);
          PreparedBatch batch =
              handle.prepareBatch(
                  of(
                      pipeline.organizationId(),
                      """
                  insert into <steps>
                    (dataset_id, organization_id, step, status, job_id, result_id, message,
                     started_at, finished_at)
                  values
                    (:dataset, :organization, :step, :status, :job, :result, :message,
                     :startedAt, :finishedAt)
                  on conflict on constraint <steps>_pkey do update set
                    status = excluded.status,
                    job_id = excluded.job_id,
                    result_id = excluded.result_id,
                    message = excluded.message,
                    started_at = excluded.started_at,
                    finished_at = excluded.finished_at
                  """));
          for (PipelineStep step : pipeline.steps()) {
            batch
                .bind("dataset", pipeline.dataset().value())
                .bind("organization", pipeline.organizationId().value())
                .bind("step", Columns.code(step.kind()))
                .bind("status", Columns.code(step.status()))
                .bind("job", step.job().map(JobId::value))
                .bind("result", step.result())
                .bind("message", Columns.text(step.message()))
                .bind("startedAt", step.startedAt().map(Columns::timestamp))
                .bind("finishedAt", step.finishedAt().map(Columns::timestamp))
                .add();
          }
          batch.execute();
          return null;
        });
  }

  /** Requires a raw dataset and locks its row, so that it is not deleted meanwhile. */
  private static void requireRaw(Handle handle, Pipeline pipeline) {
    boolean found =
        handle
            .createQuery(
                """
                select true from datasets
                where organization_id = %s and id = :id and dataset_type = 'raw'
                for key share
                """
                    .formatted(Columns.owner(pipeline.organizationId())))
            .bind("organization", pipeline.organizationId().value())
            .bind("id", pipeline.dataset().value())
            .mapTo(Boolean.class)
            .findOne()
            .isPresent();
    if (!found) {
      throw new ChurnException(
          ErrorCode.NOT_FOUND,
          "Organization %s has no raw dataset %s"
              .formatted(pipeline.organizationId(), pipeline.dataset()));
    }
  }

  @Override
  public Optional<Pipeline> find(OrganizationId organization, DatasetId raw) {
    return database.call(
        handle -> {
          List<PipelineStep> steps = steps(handle, organization, raw);
          return steps.isEmpty()
              ? Optional.empty()
              : Optional.of(new Pipeline(organization, raw, steps));
        });
  }

  @Override
  public Optional<Pipeline> findByJob(OrganizationId organization, JobId job) {
    return database
        .call(
            handle ->
                handle
                    .createQuery(
                        of(
                            organization,
                            """
                        select dataset_id from <steps>
                        where organization_id = :organization and job_id = :job
                        """))
                    .bind("organization", organization.value())
                    .bind("job", job.value())
                    .map((row, context) -> new DatasetId(Columns.uuid(row, "dataset_id")))
                    .findFirst())
        .flatMap(dataset -> find(organization, dataset));
  }

  private static List<PipelineStep> steps(
      Handle handle, OrganizationId organization, DatasetId raw) {
    return handle
        .createQuery(
            of(
                organization,
                """
            select * from <steps>
            where organization_id = :organization and dataset_id = :dataset
            """))
        .bind("organization", organization.value())
        .bind("dataset", raw.value())
        .map((row, context) -> read(row))
        .stream()
        .sorted(Comparator.comparing(PipelineStep::kind))
        .toList();
  }

  private static PipelineStep read(ResultSet row) throws SQLException {
    return new PipelineStep(
        Columns.parse(PipelineStep.Kind.class, row.getString("step")),
        Columns.parse(PipelineStep.Status.class, row.getString("status")),
        Optional.ofNullable(Columns.uuid(row, "job_id")).map(JobId::new),
        Optional.ofNullable(row.getObject("result_id", UUID.class)),
        row.getString("message"),
        Columns.optionalInstant(row, "started_at"),
        Columns.optionalInstant(row, "finished_at"));
  }
}
