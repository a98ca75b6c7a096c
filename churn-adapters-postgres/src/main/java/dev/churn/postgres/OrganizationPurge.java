package dev.churn.postgres;

import static java.util.Map.entry;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.erasure.RemovedRows;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.organization.OrganizationId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * Deletes all rows of an organization whose deletion has begun. Every step is a transaction of its
 * own over a bounded number of rows, so that it holds no lock for long and goes on where it was cut
 * off. It finds the tables by their column {@code organization_id}, so that it does not have to
 * know those of later versions; the rows of other tables go with those that they reference.
 */
final class OrganizationPurge {
  private static final int STEP = 50_000;
  private static final String STILL_REFERENCED = "23503";

  private static final Map<String, RemovedRows> KINDS =
      Map.ofEntries(
          entry("datasets", RemovedRows.DATASETS),
          entry("model_metadata", RemovedRows.MODELS),
          entry("prediction_batches", RemovedRows.BATCHES),
          entry("customer_predictions", RemovedRows.PREDICTION_ROWS),
          entry("logged_predictions", RemovedRows.LOGGED_PREDICTIONS),
          entry("customer_outcomes", RemovedRows.OUTCOMES),
          entry("jobs", RemovedRows.JOBS),
          entry("api_keys", RemovedRows.API_KEYS),
          entry("customer_erasures", RemovedRows.ERASURES));

  private final Database database;
  private final OrganizationId id;
  private final ObjLongConsumer<RemovedRows> removed;

  /**
   * Creates a purge.
   *
   * @param removed is called in the transaction of each step
   */
  OrganizationPurge(Database database, OrganizationId id, ObjLongConsumer<RemovedRows> removed) {
    this.database = database;
    this.id = id;
    this.removed = removed;
  }

  /** Deletes the rows, the organization at last; has no effect if its deletion has not begun. */
  void run() {
    if (!hasBegun()) {
      return;
    }
    requireNoTargets();
    // these have no organization of their own and reference their batch by its id alone
    for (String table : List.of("customer_predictions", "batch_customers", "batch_value_pages")) {
      deleteAll(
          table,
          // an array, since for a join the planner may read the rows of all organizations
          "batch_id = any (array("
              + "select id from prediction_batches where organization_id = :id))");
    }
    deleteAll( // before their days, so that they are counted
        "customer_outcomes",
        "day_id = any (array(select id from outcome_days where organization_id = :id))");
    List<String> tables = tables();
    while (!tables.isEmpty()) {
      List<String> referenced = new ArrayList<>();
      for (String table : tables) {
        if (!deleteUnlessReferenced(table)) {
          referenced.add(table);
        }
      }
      if (referenced.size() == tables.size()) {
        throw new IllegalStateException("tables that reference each other: " + referenced);
      }
      tables = referenced;
    }
    deleteAll("organizations", "id = :id and deletion_began_at is not null");
  }

  private boolean hasBegun() {
    return database.call(
        handle ->
            handle
                    .createQuery(
                        "select count(*) from organizations"
                            + " where id = :id and deletion_began_at is not null")
                    .bind("id", id.value())
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  /** Rows of targets would go with raw files of the organization, uncounted. */
  private void requireNoTargets() {
    boolean hasTargets =
        database.call(
            handle ->
                handle
                    .createQuery("select exists (select from organizations where parent_id = :id)")
                    .bind("id", id.value())
                    .mapTo(Boolean.class)
                    .one());
    if (hasTargets) {
      throw new ChurnException(
          ErrorCode.CONFLICT, "Organization %s still has targets".formatted(id));
    }
  }

  private List<String> tables() {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select c.table_name from information_schema.columns c
                    join information_schema.tables t
                      on t.table_schema = c.table_schema and t.table_name = c.table_name
                    where c.table_schema = current_schema() and c.column_name = 'organization_id'
                      and t.table_type = 'BASE TABLE'
                    order by c.table_name
                    """)
                .mapTo(String.class)
                .list());
  }

  /** {@return whether all rows were deleted; false if other tables reference some} */
  private boolean deleteUnlessReferenced(String table) {
    try {
      if (table.equals("datasets")) {
        deleteAll(
            table,
            "organization_id = :id and dataset_type = 'features'",
            RemovedRows.FEATURE_TABLES);
      }
      deleteAll(table, "organization_id = :id");
      return true;
    } catch (RuntimeException e) {
      if (isStillReferenced(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isStillReferenced(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && STILL_REFERENCED.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private void deleteAll(String table, String which) {
    deleteAll(table, which, KINDS.getOrDefault(table, RemovedRows.OTHER_ROWS));
  }

  private void deleteAll(String table, String which, RemovedRows kind) {
    while (delete(table, which, kind) > 0) {
      Interrupts.check("Deleting an organization");
    }
  }

  private int delete(String table, String which, RemovedRows kind) {
    return database.inLongTransaction(
        handle -> {
          // history may be deleted with its organization only
          handle
              .createQuery("select set_config('churn.purged_organization', :text, true)")
              .bind("text", id.toString())
              .mapTo(String.class)
              .one();
          LatestBatch.lock(handle, id); // rows of several batches may be locked below
          int rows =
              handle
                  .createUpdate(
                      "delete from %1$s where ctid = any (array(select ctid from %1$s where %2$s limit %3$d))"
                          .formatted(table, which, STEP))
                  .bind("id", id.value())
                  .execute();
          if (rows > 0) {
            removed.accept(kind, rows);
          }
          return rows;
        });
  }
}
