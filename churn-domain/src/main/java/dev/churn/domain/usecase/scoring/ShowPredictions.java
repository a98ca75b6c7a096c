package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.SegmentChanges;
import dev.churn.domain.feature.IsoDays;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shows batches and their predictions. Every method throws {@link ChurnException} with {@link
 * ErrorCode#NOT_FOUND} if the organization or the batch does not exist.
 */
public final class ShowPredictions {
  private final Organizations organizations;
  private final PredictionBatches batches;
  private final ModelRegistry registry;

  public ShowPredictions(
      Organizations organizations, PredictionBatches batches, ModelRegistry registry) {
    this.organizations = organizations;
    this.batches = batches;
    this.registry = registry;
  }

  /** {@return what must be known of models to read their predictions, also of deleted ones} */
  public Map<ModelId, ModelSummary> models(OrganizationId organization, Set<ModelId> ids) {
    return ids.isEmpty()
        ? Map.of()
        : registry.findEvenDeleted(organization, ids).stream()
            .filter(model -> model.findVersion().isPresent())
            .map(ModelSummary::of)
            .collect(Collectors.toMap(ModelSummary::id, Function.identity()));
  }

  /**
   * Where predictions come from.
   *
   * @param models their models, as far as they are known
   * @param batches their batches
   */
  public record Origins(Map<ModelId, ModelSummary> models, Map<BatchId, PredictionBatch> batches) {
    public Origins {
      models = Map.copyOf(models);
      batches = Map.copyOf(batches);
    }
  }

  /** {@return the models and batches of predictions} */
  public Origins origins(OrganizationId organization, Collection<CustomerPrediction> predictions) {
    Set<ModelId> used =
        predictions.stream().map(CustomerPrediction::model).collect(Collectors.toSet());
    return new Origins(
        models(organization, used),
        predictions.stream()
            .map(CustomerPrediction::batch)
            .distinct()
            .flatMap(id -> batches.find(organization, id).stream())
            .collect(Collectors.toMap(PredictionBatch::id, Function.identity())));
  }

  /** {@return batches in any state, the latest first} */
  public Page<PredictionBatch> list(OrganizationId organization, PageRequest page) {
    Lookup.organization(organizations, organization);
    return batches.list(organization, page);
  }

  /** {@return the batch} */
  public PredictionBatch load(OrganizationId organization, BatchId id) {
    Lookup.organization(organizations, organization);
    return Lookup.batch(batches, organization, id);
  }

  /** {@return the predictions of a batch for active customers, by descending probability} */
  public Page<CustomerPrediction> ofBatch(
      OrganizationId organization, BatchId id, PageRequest page) {
    return ofBatch(organization, id, Include.ACTIVE, page);
  }

  /** {@return predictions of a batch by descending probability; empty before it is completed} */
  public Page<CustomerPrediction> ofBatch(
      OrganizationId organization, BatchId id, Include include, PageRequest page) {
    load(organization, id);
    return batches.page(organization, id, include, page);
  }

  /**
   * {@return a part of the predictions of a batch, or of the latest prediction for each customer}
   *
   * @param batch the batch; empty means the latest predictions
   * @param sort the order; by default by value at risk if the batch, or the main one of the latest
   *     predictions, has amounts, and otherwise by probability; a cursor keeps its order
   * @param start an offset, or the cursor of an earlier part
   * @throws ChurnException also with {@link ErrorCode#INVALID_INPUT} if the cursor is of another
   *     list, {@link ErrorCode#CONFLICT} if that list can no longer be continued
   */
  public PredictionSlice slice(
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      Optional<PredictionSort> sort,
      PredictionSlice.Start start,
      int limit) {
    Lookup.organization(organizations, organization);
    batch.ifPresent(id -> Lookup.batch(batches, organization, id));
    return batches.slice(organization, batch, filter, sort, start, limit);
  }

  /**
   * The customers whose segment differs between two batches.
   *
   * @param include which of them are shown
   */
  public record Changes(
      PredictionBatch since,
      PredictionBatch batch,
      Include include,
      PageRequest page,
      SegmentChanges changes) {}

  /**
   * {@return the customers whose segment changed from an earlier batch to a batch}
   *
   * @param since the id of the earlier batch, or the latest as-of date that it may have, among the
   *     batches before; empty means the batch that comes immediately before
   * @param include the customers by their state in the batch, or in the earlier one if only that
   *     has them
   * @throws ChurnException also with {@link ErrorCode#NOT_FOUND} if there is no such earlier batch,
   *     {@link ErrorCode#INVALID_INPUT} if {@code since} is neither an id nor a date, or the id of
   *     the batch itself, {@link ErrorCode#CONFLICT} if one of the batches is not completed
   */
  public Changes changes(
      OrganizationId organization,
      BatchId id,
      Optional<String> since,
      Include include,
      PageRequest page) {
    PredictionBatch batch = requireCompleted(load(organization, id));
    PredictionBatch before =
        since.isEmpty()
            ? immediatelyBefore(organization, batch)
            : earlier(organization, batch, since.get());
    return new Changes(
        before,
        batch,
        include,
        page,
        batches.changes(organization, before.id(), id, include, page));
  }

  private PredictionBatch immediatelyBefore(OrganizationId organization, PredictionBatch batch) {
    return batches
        .findBefore(organization, batch.id())
        .orElseThrow(() -> noEarlier("before batch %s".formatted(batch.id())));
  }

  private PredictionBatch earlier(
      OrganizationId organization, PredictionBatch batch, String since) {
    Optional<LocalDate> day = IsoDays.parseDate(since);
    if (day.isPresent() && !day.get().isBefore(batch.asOf())) {
      return immediatelyBefore(organization, batch); // the latest up to that day may be the batch
    }
    if (day.isPresent()) {
      return batches
          .findCompleted(organization, day.get())
          .orElseThrow(() -> noEarlier("with an as-of day up to " + since));
    }
    BatchId id = parseId(since);
    if (id.equals(batch.id())) {
      throw wrongSince("expected another batch, found the one whose changes are asked for");
    }
    return requireCompleted(Lookup.batch(batches, organization, id));
  }

  private static BatchId parseId(String since) {
    try {
      return BatchId.parse(since);
    } catch (ChurnException e) {
      throw wrongSince("expected the id of a batch or a date such as 2024-01-31");
    }
  }

  private static ChurnException wrongSince(String problem) {
    return new ChurnException(
        ErrorCode.INVALID_INPUT, "since: " + problem, List.of(new FieldError("since", problem)));
  }

  private static PredictionBatch requireCompleted(PredictionBatch batch) {
    if (!(batch.state() instanceof PredictionBatch.Completed)) {
      throw new ChurnException(
          ErrorCode.CONFLICT,
          "Expected a completed batch, found that %s is not completed".formatted(batch.id()));
    }
    return batch;
  }

  private static ChurnException noEarlier(String which) {
    return new ChurnException(
        ErrorCode.NOT_FOUND, "Expected a completed batch %s, found none".formatted(which));
  }

  /** {@return the latest prediction for each active customer, by descending probability} */
  public Page<CustomerPrediction> ofCustomers(
      OrganizationId organization, Optional<RiskSegment> segment, PageRequest page) {
    return ofCustomers(organization, segment, Include.ACTIVE, page);
  }

  /**
   * {@return the latest prediction for each customer, by descending probability}
   *
   * @param segment restricts the result to this segment, if given
   */
  public Page<CustomerPrediction> ofCustomers(
      OrganizationId organization,
      Optional<RiskSegment> segment,
      Include include,
      PageRequest page) {
    Lookup.organization(organizations, organization);
    return batches.customers(organization, segment, include, page);
  }
}
