package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import java.sql.Connection;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the answers of a batch in the order by value. The table {@code batch_value_pages} has their
 * ranks by probability in that order, in pages. An index by place would be filled in an order that
 * is not its own, which takes longer than storing a page of ranks at a time.
 */
final class ValuePages {
  /** Number of ranks of a page, at most. */
  static final int SIZE = 128;

  private ValuePages() {}

  /**
   * Stores the pages of a batch.
   *
   * @param ranks the ranks by probability in the order by value
   */
  static void store(Connection connection, BatchId batch, int[] ranks) {
    try (BinaryCopy copy =
        BinaryCopy.into(connection, "batch_value_pages", "batch_id", "first_place", "ranks")) {
      for (int start = 0; start < ranks.length; start += SIZE) {
        int[] page = Arrays.copyOfRange(ranks, start, Math.min(start + SIZE, ranks.length));
        copy.row();
        copy.uuid(batch.value());
        copy.integer(start + 1);
        copy.integers(page, page.length);
      }
      copy.send();
    }
  }

  static void delete(Handle handle, BatchId batch) {
    handle
        .createUpdate("delete from batch_value_pages where batch_id = :id")
        .bind("id", batch.value())
        .execute();
  }

  /**
   * Removes an answer; those behind it move up.
   *
   * @param rank its rank by probability
   * @param place its place by value
   */
  static void remove(Handle handle, BatchId batch, long rank, long place) {
    handle
        .createUpdate(
            """
            update batch_value_pages set
              first_place = first_place - cast(first_place > :place as integer),
              ranks = array(
                select case when u.rank > :rank then u.rank - 1 else u.rank end
                from unnest(ranks) with ordinality as u (rank, i)
                where u.rank <> :rank order by u.i)
            where batch_id = :batch
            """)
        .bind("batch", batch.value())
        .bind("rank", rank)
        .bind("place", place)
        .execute();
  }
}
