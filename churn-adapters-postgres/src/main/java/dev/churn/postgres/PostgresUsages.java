package dev.churn.postgres;

import dev.churn.domain.limit.Usage;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Usages;

/** Counts what organizations have in the tables of datasets, batches and jobs. */
final class PostgresUsages implements Usages {
  private final Database database;

  PostgresUsages(Database database) {
    this.database = database;
  }

  @Override
  public Usage of(OrganizationId organization) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    with own as materialized (
                      select coalesce(parent_id, id) as id from organizations where id = :id
                      union
                      select t.id from organizations o
                        join organizations t on t.parent_id = coalesce(o.parent_id, o.id)
                      where o.id = :id
                    )
                    select datasets.bytes + batches.bytes, datasets.number, batches.number, jobs.number
                    from
                      (select coalesce(sum(file_size), 0)::bigint bytes,
                              count(*) filter (where dataset_type = 'raw') number
                       from datasets where organization_id = any (array(select id from own))) datasets,
                      (select coalesce(sum(file_size), 0)::bigint bytes, count(*) number
                       from prediction_batches where organization_id = any (array(select id from own))) batches,
                      (select count(*) number
                       from jobs where organization_id = any (array(select id from own))
                         and status in ('queued', 'running')) jobs
                    """)
                .bind("id", organization.value())
                .map(
                    (row, context) ->
                        new Usage(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .one());
  }

  @Override
  public long organizations() {
    return database.call(
        handle ->
            handle
                .createQuery("select count(*) from organizations where parent_id is null")
                .mapTo(Long.class)
                .one());
  }
}
