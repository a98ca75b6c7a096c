package dev.churn.postgres;

import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Removals;
import dev.churn.domain.removal.Removal;
import dev.churn.domain.removal.Removal.ModelFile;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.storage.ObjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** Stores what is to be removed from object storage in the table {@code removals}. */
final class PostgresRemovals implements Removals {
  private static final String OBJECT = "object";
  private static final String MODEL = "model";
  private static final String ORGANIZATION = "organization";

  private final Database database;

  PostgresRemovals(Database database) {
    this.database = database;
  }

  @Override
  public void note(Collection<? extends Removal> removals, Instant dueAt) {
    if (removals.isEmpty()) {
      return;
    }
    database.inTransaction(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  """
                  insert into removals (kind, target, due_at) values (:kind, :target, :dueAt)
                  on conflict do nothing
                  """);
          for (Removal removal : removals) {
            bind(batch, removal).bind("dueAt", Columns.timestamp(dueAt)).add();
          }
          return batch.execute();
        });
  }

  @Override
  public void note(ErasureId erasure, Map<? extends Removal, Long> sizes, Instant dueAt) {
    if (sizes.isEmpty()) {
      return;
    }
    database.inTransaction(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  """
                  insert into removals as known (kind, target, due_at, erasure_id, bytes)
                  values (:kind, :target, :dueAt, :erasure, :bytes)
                  on conflict (kind, target) do update
                    set erasure_id = excluded.erasure_id, bytes = excluded.bytes
                    where known.erasure_id is null
                  """);
          sizes.forEach(
              (removal, bytes) ->
                  bind(batch, removal)
                      .bind("dueAt", Columns.timestamp(dueAt))
                      .bind("erasure", erasure.value())
                      .bind("bytes", bytes)
                      .add());
          return batch.execute();
        });
  }

  @Override
  public Optional<Claimed> claim(Instant now, Instant until) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    update removals r set due_at = :until, attempts = r.attempts + 1
                    from (
                      select kind, target from removals
                      where due_at <= :now and not is_done
                      order by due_at limit 1 for update skip locked
                    ) due
                    where r.kind = due.kind and r.target = due.target
                    returning r.kind, r.target, r.attempts
                    """)
                .bind("now", Columns.timestamp(now))
                .bind("until", Columns.timestamp(until))
                .map((row, context) -> read(row))
                .findOne());
  }

  @Override
  public void postpone(Removal removal, Instant dueAt, String reason) {
    database.call(
        handle ->
            bind(
                    handle.createUpdate(
                        """
                        update removals set due_at = :dueAt, last_error = :reason
                        where kind = :kind and target = :target
                        """),
                    removal)
                .bind("dueAt", Columns.timestamp(dueAt))
                .bind("reason", Columns.text(reason))
                .execute());
  }

  @Override
  public Optional<Behalf> done(Removal removal) {
    return database.inTransaction(
        handle -> {
          Optional<Behalf> behalf =
              bind(
                      handle.createQuery(
                          """
                          update removals set is_done = true
                          where kind = :kind and target = :target
                            and erasure_id is not null and not is_done
                          returning erasure_id, bytes
                          """),
                      removal)
                  .map(
                      (row, context) ->
                          new Behalf(
                              new ErasureId(Columns.uuid(row, "erasure_id")), row.getLong("bytes")))
                  .findOne();
          bind(
                  handle.createUpdate(
                      """
                      delete from removals
                      where kind = :kind and target = :target and erasure_id is null
                      """),
                  removal)
              .execute();
          return behalf;
        });
  }

  @Override
  public boolean isDone(ErasureId erasure) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select not exists (
                      select from removals where erasure_id = :erasure and not is_done
                    )
                    """)
                .bind("erasure", erasure.value())
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public void forget(ErasureId erasure) {
    database.call(
        handle ->
            handle
                .createUpdate("delete from removals where erasure_id = :erasure and is_done")
                .bind("erasure", erasure.value())
                .execute());
  }

  @Override
  public long count() {
    return database.call(
        handle ->
            handle
                .createQuery("select count(*) from removals where not is_done")
                .mapTo(Long.class)
                .one());
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Removal removal) {
    return statement.bind("kind", kind(removal)).bind("target", target(removal));
  }

  private static String kind(Removal removal) {
    if (removal instanceof StoredObject) {
      return OBJECT;
    }
    return removal instanceof ModelFile ? MODEL : ORGANIZATION;
  }

  private static String target(Removal removal) {
    if (removal instanceof StoredObject object) {
      return object.key().bucket().id() + "/" + object.key().path();
    }
    if (removal instanceof ModelFile file) {
      return file.organization() + "/" + file.model();
    }
    return ((WholeOrganization) removal).organization().toString();
  }

  private static Claimed read(ResultSet row) throws SQLException {
    String target = row.getString("target");
    int slash = target.indexOf('/');
    Removal removal =
        switch (row.getString("kind")) {
          case OBJECT ->
              new StoredObject(
                  new ObjectKey(
                      Columns.bucket(target.substring(0, slash)), target.substring(slash + 1)));
          case MODEL ->
              new ModelFile(
                  OrganizationId.parse(target.substring(0, slash)),
                  ModelId.parse(target.substring(slash + 1)));
          case ORGANIZATION -> new WholeOrganization(OrganizationId.parse(target));
          default -> throw new IllegalStateException("a removal of a newer version: " + target);
        };
    return new Claimed(removal, row.getInt("attempts"));
  }
}
