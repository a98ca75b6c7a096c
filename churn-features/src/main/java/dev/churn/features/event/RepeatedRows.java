package dev.churn.features.event;

import dev.churn.features.util.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Recognizes a file in which everything is there twice, as after an export that was appended to
 * itself. Equal rows are genuine and all count; only where hardly one is there once, a warning is
 * given.
 *
 * <p>At most {@value #MOST} different rows are kept, by a hash of their contents: those whose hash
 * ends in k zeros, with the smallest k for which they are so few. So equal rows are kept or left
 * out together, and the result depends neither on the order of the rows nor on how threads share
 * them (Gibbons, Distinct sampling for highly-accurate answers to distinct values queries, VLDB
 * 2001).
 */
final class RepeatedRows {
  private static final int MOST = 4096;

  /** Fewer different rows are there twice by chance. */
  private static final int FEWEST = 100;

  /** The share of different rows that are there at least twice. */
  private static final double NEARLY_ALL = 0.98;

  private final Map<Long, Integer> counts = new HashMap<>();
  private long mask;

  void add(byte[] text, int from, int to, int day, double amount, String type) {
    long hash = Bytes.hash(text, from, to) ^ Double.doubleToLongBits(amount);
    hash = mixed(hash + 31L * day + (type == null ? 0 : type.hashCode() * 0x1_0000_0001L));
    if ((hash & mask) == 0) {
      counts.merge(hash, 1, Integer::sum);
      thin();
    }
  }

  /** Merges the rows that another thread has seen. */
  void add(RepeatedRows other) {
    mask |= other.mask;
    other.counts.forEach((hash, count) -> counts.merge(hash, count, Integer::sum));
    counts.keySet().removeIf(hash -> (hash & mask) != 0);
    thin();
  }

  private void thin() {
    while (counts.size() > MOST) {
      mask = mask << 1 | 1;
      counts.keySet().removeIf(hash -> (hash & mask) != 0);
    }
  }

  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
    return mixed ^ mixed >>> 32;
  }

  /** {@return a sentence if nearly all rows with an amount are there more than once} */
  Optional<String> warning() {
    long repeated = counts.values().stream().filter(count -> count > 1).count();
    if (counts.size() < FEWEST || repeated < NEARLY_ALL * counts.size()) {
      return Optional.empty();
    }
    return Optional.of(
        "Of %s%d different rows with an amount, %d are there more than once, with the same customer, day, amount and type; all are counted. If the file holds an export twice, amounts are too high: remove the copies."
            .formatted(mask == 0 ? "" : "a sample of ", counts.size(), repeated));
  }
}
