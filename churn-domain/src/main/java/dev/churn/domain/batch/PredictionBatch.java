package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;

/**
 * The predictions of many customers for one as-of day: wanted, being made, made or failed. It stays
 * when the dataset that it scored is deleted.
 *
 * @param name for people, 1 to 200 characters (UTF-16 units), no control characters, not unique
 * @param asOf the day from which the features look back
 * @param expectedCustomers how many predictions there are to be, where that is known beforehand
 */
public record PredictionBatch(
    BatchId id,
    OrganizationId organizationId,
    String name,
    PredictionInput input,
    LocalDate asOf,
    OptionalLong expectedCustomers,
    Instant createdAt,
    State state) {
  /** How many characters a name may have. */
  public static final int MAX_NAME = 200;

  public PredictionBatch {
    requireNonNull(id, "id");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(input, "input");
    requireNonNull(asOf, "asOf");
    requireNonNull(expectedCustomers, "expectedCustomers");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(state, "state");
    if (name == null || name.isBlank() || name.length() > MAX_NAME || !PlainText.is(name)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "The name of a batch cannot be used",
          List.of(
              new FieldError("batch_name", "expected 1 to 200 characters, no control characters")));
    }
  }

  /** Where a batch stands. */
  public sealed interface State {}

  /** A job is to make it. */
  public record Queued() implements State {}

  /** A job is making it. */
  public record Running() implements State {}

  /**
   * Its predictions are there.
   *
   * @param averageProbability over all customers
   * @param risks how many customers there are in each segment; at least one
   * @param output the file of the predictions
   */
  public record Completed(
      Instant completedAt, double averageProbability, RiskDistribution risks, ObjectKey output)
      implements State {
    public Completed {
      requireNonNull(completedAt, "completedAt");
      requireNonNull(risks, "risks");
      requireNonNull(output, "output");
      if (!(averageProbability >= 0 && averageProbability <= 1)) {
        throw new IllegalArgumentException(
            "expected an average from 0 to 1, found " + averageProbability);
      }
    }
  }

  /** There are no predictions, for a reason that can be told to the user. */
  public record Failed(Instant failedAt, String reason) implements State {
    public Failed {
      requireNonNull(failedAt, "failedAt");
      requireNonNull(reason, "reason");
    }
  }

  /** {@return how many customers it is about, or empty if that is not known yet} */
  public OptionalLong totalCustomers() {
    return state instanceof Completed completed
        ? OptionalLong.of(completed.risks().total())
        : expectedCustomers;
  }

  /** {@return this batch in another state} */
  public PredictionBatch with(State newState) {
    return new PredictionBatch(
        id, organizationId, name, input, asOf, expectedCustomers, createdAt, newState);
  }
}
