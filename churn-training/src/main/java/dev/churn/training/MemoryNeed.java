package dev.churn.training;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelType;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Refuses trainings that do not fit into the heap: an exhausted heap would fail the requests and
 * jobs of everybody. The need was measured as the smallest heap in which a training succeeds.
 */
final class MemoryNeed {
  /**
   * Bytes of heap for each labeled row: the row itself, its derived inputs and bins, the split and
   * the working memory of the classifier. Measured with random_forest, the largest of the module's
   * own types: 600,000 rows failed with 580 MB and succeeded with 638 MB.
   */
  private static final long BYTES_PER_ROW = 1_100;

  /** Weka's own copy of a row, and at least as much for its classifier. */
  private static final long WEKA_BYTES_PER_ROW = 350;

  /** Two features, four inputs and their bins of an event type, as a row has them; estimated. */
  private static final long BYTES_PER_WATCHED_TYPE = 50;

  /** What a server needs besides. */
  private static final long BYTES_BESIDES = 60_000_000;

  private final LongSupplier maxMemory;

  /**
   * @param maxMemory the number of bytes that the heap may have
   */
  MemoryNeed(LongSupplier maxMemory) {
    this.maxMemory = maxMemory;
  }

  /**
   * Checks that a training fits.
   *
   * @param isOwn whether it is one of the module's own types
   * @param watchedTypes the number of event types that the table has columns of
   */
  void require(ModelType type, boolean isOwn, long rows, int watchedTypes) {
    long perRow =
        BYTES_PER_ROW + watchedTypes * BYTES_PER_WATCHED_TYPE + (isOwn ? 0 : WEKA_BYTES_PER_ROW);
    long need = BYTES_BESIDES + rows * perRow;
    long have = maxMemory.getAsLong();
    if (need > have) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          String.format(
              Locale.ROOT,
              "Training %s on %,d labeled rows needs about %.1f GB of memory, found at most %.1f GB;"
                  + " start the server with -Xmx%dg or more, or train on a file with fewer customers",
              type.id(),
              rows,
              need / 1e9,
              have / 1e9,
              -Math.floorDiv(-need, 1L << 30)));
    }
  }
}
