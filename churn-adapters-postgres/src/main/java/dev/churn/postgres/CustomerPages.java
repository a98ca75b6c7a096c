package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.port.PredictionBatches.HashConsumer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * Finds the customers of a batch. The table {@code batch_customers} has the ranks of all customers
 * by the hashes of their ids, in pages of some dozens. An index by customer takes longer to build
 * than the predictions take to store.
 */
final class CustomerPages {
  /**
   * Joins the ranks {@code found.rank_order} at which a batch {@code b} may have the customer with
   * the hash {@code :hash}; compare the customer as well.
   */
  static final String JOIN =
      """
      cross join lateral (
        select c.hashes, c.ranks from batch_customers c
        where c.batch_id = b.id and c.first_hash <= :hash order by c.first_hash desc limit 1
      ) page
      cross join lateral (
        select u.rank_order from unnest(page.hashes, page.ranks) as u (hash, rank_order)
        where u.hash = :hash
      ) found
      """;

  /** Mean number of customers of a page, at most. */
  private static final int PAGE = 64;

  private static final int FETCH = 512;

  private CustomerPages() {}

  /** {@return the hash by which a customer is found} */
  static long hash(String customerId) {
    byte[] utf8 = Columns.text(customerId).getBytes(StandardCharsets.UTF_8);
    return new CustomerHash().of(utf8, 0, utf8.length);
  }

  /**
   * Stores the pages of a batch.
   *
   * @param hashes the hash of each customer by rank, the first at 0
   */
  static void store(Connection connection, BatchId batch, long[] hashes) {
    if (hashes.length == 0) {
      return;
    }
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros((hashes.length - 1) / PAGE));
    int[] ends = ends(hashes, bits);
    int[] ranks = ranks(hashes, bits, ends);
    long[] pageHashes = new long[hashes.length];
    int[] pageRanks = new int[hashes.length];
    try (BinaryCopy copy =
        BinaryCopy.into(
            connection, "batch_customers", "batch_id", "first_hash", "hashes", "ranks")) {
      int start = 0;
      for (int page = 0; page < ends.length; page++) {
        int count = ends[page] - start;
        for (int i = 0; i < count; i++) {
          pageRanks[i] = ranks[start + i];
          pageHashes[i] = hashes[pageRanks[i] - 1];
        }
        if (count > 0) {
          copy.row();
          copy.uuid(batch.value());
          copy.bigint((long) (page - (1 << (bits - 1))) << (Long.SIZE - bits));
          copy.bigints(pageHashes, count);
          copy.integers(pageRanks, count);
        }
        start = ends[page];
      }
      copy.send();
    }
  }

  /** {@return the page of a hash, by its first bits; pages are in the order of signed hashes} */
  private static int page(long hash, int bits) {
    return (int) (hash >> (Long.SIZE - bits)) + (1 << (bits - 1));
  }

  /** {@return where each page ends, if one follows the other} */
  private static int[] ends(long[] hashes, int bits) {
    int[] ends = new int[1 << bits];
    for (long hash : hashes) {
      ends[page(hash, bits)]++;
    }
    for (int page = 1; page < ends.length; page++) {
      ends[page] += ends[page - 1];
    }
    return ends;
  }

  /** {@return the ranks in the order of pages} */
  private static int[] ranks(long[] hashes, int bits, int[] ends) {
    int[] next = ends.clone();
    int[] ranks = new int[hashes.length];
    for (int i = hashes.length - 1; i >= 0; i--) {
      ranks[--next[page(hashes[i], bits)]] = i + 1;
    }
    return ranks;
  }

  static void delete(Handle handle, BatchId batch) {
    handle
        .createUpdate("delete from batch_customers where batch_id = :id")
        .bind("id", batch.value())
        .execute();
  }

  /**
   * Reads the hashes of customers up to a rank; must be called in a transaction.
   *
   * @param lastCritical the last rank at critical risk
   * @param lastHigh the last rank at high risk
   */
  static void read(
      Handle handle, BatchId batch, long lastCritical, long lastHigh, HashConsumer consumer) {
    handle
        .createQuery("select hashes, ranks from batch_customers where batch_id = :id")
        .bind("id", batch.value())
        .setFetchSize(FETCH)
        .scanResultSet(
            (rows, context) -> {
              ResultSet row = rows.get();
              while (row.next()) {
                readPage(row, lastCritical, lastHigh, consumer);
              }
              return null;
            });
  }

  private static void readPage(
      ResultSet row, long lastCritical, long lastHigh, HashConsumer consumer) throws SQLException {
    Array hashes = row.getArray("hashes");
    Array ranks = row.getArray("ranks");
    Long[] hash = (Long[]) hashes.getArray();
    Integer[] rank = (Integer[]) ranks.getArray();
    for (int i = 0; i < rank.length; i++) {
      if (rank[i] <= lastHigh) {
        consumer.accept(
            hash[i], rank[i] <= lastCritical ? RiskSegment.CRITICAL : RiskSegment.HIGH);
      }
    }
  }
}
