package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Fingerprint;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A batch: the predictions for many customers at one as-of date, with its current state. A batch
 * outlives the dataset that it scored.
 *
 * @param name the display name, 1 to 200 characters (UTF-16 units), no control characters, not
 *     unique
 * @param asOf the as-of date of the features
 * @param expectedCustomers the number of predictions to make, if known in advance
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
  /** The maximum length of a name, in UTF-16 units. */
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

  /** The state of a batch. */
  public sealed interface State {}

  /** A job to score the batch is queued. */
  public record Queued() implements State {}

  /** A job is scoring the batch. */
  public record Running() implements State {}

  /**
   * The predictions are available.
   *
   * @param averageProbability the mean over all customers
   * @param risks the number of customers in each segment; at least one in total
   * @param output the file with the predictions
   * @param fingerprint of that file; empty in batches of earlier versions
   * @param models the models that predicted, the champion first; empty in batches of earlier
   *     versions
   * @param lapsed the part of the figures that is about lapsed customers; empty in batches of
   *     earlier versions, which did not record it
   * @param sums what the answers sum up to; empty in batches of earlier versions
   */
  public record Completed(
      Instant completedAt,
      double averageProbability,
      RiskDistribution risks,
      ObjectKey output,
      Optional<Fingerprint> fingerprint,
      List<ScoredBy> models,
      Optional<LapsedPart> lapsed,
      Optional<SegmentSums> sums)
      implements State {
    /** Creates the state of a batch whose models and fingerprint are not known. */
    public Completed(
        Instant completedAt, double averageProbability, RiskDistribution risks, ObjectKey output) {
      this(completedAt, averageProbability, risks, output, Optional.empty(), List.of());
    }

    /** Creates the state of a batch of which the states of its customers are not known. */
    public Completed(
        Instant completedAt,
        double averageProbability,
        RiskDistribution risks,
        ObjectKey output,
        Optional<Fingerprint> fingerprint,
        List<ScoredBy> models) {
      this(completedAt, averageProbability, risks, output, fingerprint, models, Optional.empty());
    }

    /** Creates the state of a batch of which no sums are known. */
    public Completed(
        Instant completedAt,
        double averageProbability,
        RiskDistribution risks,
        ObjectKey output,
        Optional<Fingerprint> fingerprint,
        List<ScoredBy> models,
        Optional<LapsedPart> lapsed) {
      this(
          completedAt,
          averageProbability,
          risks,
          output,
          fingerprint,
          models,
          lapsed,
          Optional.empty());
    }

    public Completed {
      models = List.copyOf(models);
      requireNonNull(completedAt, "completedAt");
      requireNonNull(risks, "risks");
      requireNonNull(output, "output");
      requireNonNull(fingerprint, "fingerprint");
      requireNonNull(lapsed, "lapsed");
      requireNonNull(sums, "sums");
      if (!(averageProbability >= 0 && averageProbability <= 1)) {
        throw new IllegalArgumentException(
            "expected an average from 0 to 1, found " + averageProbability);
      }
    }

    /**
     * {@return the number of customers in each segment} Customers whose state is not known count as
     * active.
     */
    public RiskDistribution risks(Include include) {
      RiskDistribution lapsedRisks = lapsed.map(LapsedPart::risks).orElse(RiskDistribution.NONE);
      return switch (include) {
        case ACTIVE -> risks.minus(lapsedRisks);
        case LAPSED -> lapsedRisks;
        case ALL -> risks;
      };
    }

    /** {@return the mean probability, or empty if there are no such customers} */
    public OptionalDouble averageProbability(Include include) {
      long customers = risks(include).total();
      if (customers == 0) {
        return OptionalDouble.empty();
      }
      double ofLapsed = lapsed.map(LapsedPart::averageProbability).orElse(0.0);
      double ofActive =
          (averageProbability * risks.total() - ofLapsed * risks(Include.LAPSED).total())
              / Math.max(1, risks(Include.ACTIVE).total());
      return OptionalDouble.of(
          switch (include) {
            case ACTIVE -> Math.min(1, Math.max(0, ofActive)); // rounding errors may exceed it
            case LAPSED -> ofLapsed;
            case ALL -> averageProbability;
          });
    }

    /** {@return the number of customers by state} */
    public StateTotals totals() {
      return new StateTotals(risks(Include.ACTIVE).total(), risks(Include.LAPSED).total());
    }

    /** {@return a copy with the figures of fewer customers} */
    public Completed with(
        double newAverage,
        RiskDistribution newRisks,
        Optional<LapsedPart> newLapsed,
        Optional<SegmentSums> newSums) {
      return new Completed(
          completedAt, newAverage, newRisks, output, fingerprint, models, newLapsed, newSums);
    }

    /** {@return a copy with another file} */
    public Completed with(StoredFile newOutput) {
      return new Completed(
          completedAt,
          averageProbability,
          risks,
          newOutput.key(),
          Optional.of(new Fingerprint(newOutput.size(), newOutput.sha256())),
          models,
          lapsed,
          sums);
    }
  }

  /** A model that predicted for the customers of a batch, in its role at the start of the batch. */
  public record ScoredBy(ModelId model, int version, ModelRole role) {
    public ScoredBy {
      requireNonNull(model, "model");
      requireNonNull(role, "role");
    }
  }

  /** The batch failed and has no predictions; the reason may be shown to the user. */
  public record Failed(Instant failedAt, String reason) implements State {
    public Failed {
      requireNonNull(failedAt, "failedAt");
      requireNonNull(reason, "reason");
    }
  }

  /** {@return the number of customers in the batch, or empty if it is not known yet} */
  public OptionalLong totalCustomers() {
    return state instanceof Completed completed
        ? OptionalLong.of(completed.risks().total())
        : expectedCustomers;
  }

  /** {@return a copy of this batch with the given state} */
  public PredictionBatch with(State newState) {
    return new PredictionBatch(
        id, organizationId, name, input, asOf, expectedCustomers, createdAt, newState);
  }

  /** {@return a copy of this batch with another place or text of the same input} */
  public PredictionBatch with(PredictionInput newInput) {
    return new PredictionBatch(
        id, organizationId, name, newInput, asOf, expectedCustomers, createdAt, state);
  }
}
