package dev.churn.domain.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in a list of predictions, from which the list continues as it was when its first part was
 * read, even if batches complete meanwhile.
 *
 * @param state the state of the organization's latest predictions; 0 in the list of one batch
 * @param batch the batch that the list is mainly of
 * @param sort the order of the list
 * @param rank the last rank of that batch that was read, or 0; without lapsed customers
 * @param lapsedRank the last rank of its lapsed customers that was read, or 0
 * @param value the value at risk of the last prediction that was read, or negative infinity
 * @param probability the probability of the last prediction that was read
 * @param customerId the customer of that prediction
 * @param position the number of predictions that were read
 * @param totals the number of predictions that match the filter, by state of the customer
 * @param filter the fingerprint of the filter, which must stay the same
 */
public record PredictionCursor(
    long state,
    BatchId batch,
    PredictionSort sort,
    long rank,
    long lapsedRank,
    double value,
    double probability,
    String customerId,
    long position,
    StateTotals totals,
    int filter) {
  private static final String FORM = "3"; // 2 had no sort, 1 had one total
  private static final int PARTS = 13;

  public PredictionCursor {
    requireNonNull(batch, "batch");
    requireNonNull(sort, "sort");
    requireNonNull(customerId, "customerId");
    requireNonNull(totals, "totals");
  }

  /** {@return the cursor as an opaque text of letters, digits, {@code -} and {@code _}} */
  public String toText() {
    String text =
        String.join(
            " ",
            FORM,
            Long.toString(state),
            batch.toString(),
            sort.code(),
            Long.toString(rank),
            Long.toString(lapsedRank),
            Long.toHexString(Double.doubleToLongBits(value)),
            Long.toHexString(Double.doubleToLongBits(probability)),
            Long.toString(position),
            Long.toString(totals.active()),
            Long.toString(totals.lapsed()),
            Integer.toHexString(filter),
            customerId);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /**
   * {@return the cursor that {@link #toText} encoded}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it is none
   */
  public static PredictionCursor parse(String text) {
    return decode(text)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.INVALID_INPUT, "expected the next_cursor of a list, found none"));
  }

  private static Optional<PredictionCursor> decode(String text) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", PARTS);
      if (parts.length < PARTS || !parts[0].equals(FORM)) {
        return Optional.empty();
      }
      return Optional.of(
          new PredictionCursor(
              Long.parseLong(parts[1]),
              new BatchId(UUID.fromString(parts[2])),
              PredictionSort.parse(parts[3]),
              Long.parseLong(parts[4]),
              Long.parseLong(parts[5]),
              Double.longBitsToDouble(Long.parseUnsignedLong(parts[6], 16)),
              Double.longBitsToDouble(Long.parseUnsignedLong(parts[7], 16)),
              parts[12],
              Long.parseLong(parts[8]),
              new StateTotals(Long.parseLong(parts[9]), Long.parseLong(parts[10])),
              Integer.parseUnsignedInt(parts[11], 16)));
    } catch (IllegalArgumentException | ChurnException e) { // also of numbers
      return Optional.empty();
    }
  }

  /**
   * Checks that a list continues with the filter that it began with.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it does not
   */
  public void requireFilter(PredictionFilter wanted) {
    if (wanted.fingerprint() != filter) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "cursor: expected the same filters as in the call that gave it, found others");
    }
  }

  /**
   * Checks that a list continues in the order in which it began.
   *
   * @param wanted the order that is asked for, if one is
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it does not
   */
  public void requireSort(Optional<PredictionSort> wanted) {
    if (wanted.isPresent() && wanted.get() != sort) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "cursor: expected sort=%s, as in the call that gave it, or no sort, found sort=%s"
              .formatted(sort.code(), wanted.get().code()));
    }
  }
}
