package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.value.ExpectedLoss;
import java.util.List;
import java.util.Optional;

/**
 * A part of a list of predictions.
 *
 * @param sort the order of the list
 * @param position the number of predictions of the list before this part
 * @param totals the number of predictions that match the filter by state of the customer, also of
 *     those that the list does not include
 * @param total the number of predictions in the whole list
 * @param next where the list continues; empty after its last part
 * @param loss what all customers of the list are expected to cost by leaving; empty in parts that
 *     continue at a cursor, and where the batch that the list is mainly of is of an earlier version
 */
public record PredictionSlice(
    List<CustomerPrediction> items,
    PredictionSort sort,
    long position,
    StateTotals totals,
    long total,
    Optional<PredictionCursor> next,
    Optional<ExpectedLoss> loss) {
  /** Creates a part of a list of which no sums are known. */
  public PredictionSlice(
      List<CustomerPrediction> items,
      PredictionSort sort,
      long position,
      StateTotals totals,
      long total,
      Optional<PredictionCursor> next) {
    this(items, sort, position, totals, total, next, Optional.empty());
  }

  public PredictionSlice {
    requireNonNull(loss, "loss");
    items = List.copyOf(items);
    requireNonNull(sort, "sort");
    requireNonNull(totals, "totals");
    requireNonNull(next, "next");
  }

  /** {@return the same part with what all customers of the list are expected to cost} */
  public PredictionSlice with(Optional<ExpectedLoss> known) {
    return new PredictionSlice(items, sort, position, totals, total, next, known);
  }

  /** Where a part of a list starts. */
  public sealed interface Start {}

  /** After a number of predictions of the list as it is now. */
  public record Offset(long offset) implements Start {
    public Offset {
      if (offset < 0) {
        throw new IllegalArgumentException("expected an offset from 0 on, found " + offset);
      }
    }
  }

  /** Where an earlier part ended, in the list as it was then. */
  public record After(PredictionCursor cursor) implements Start {
    public After {
      requireNonNull(cursor, "cursor");
    }
  }
}
