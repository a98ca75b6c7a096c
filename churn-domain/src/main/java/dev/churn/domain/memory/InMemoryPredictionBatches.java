package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.SegmentChanges;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The batches and their predictions in memory. */
public final class InMemoryPredictionBatches implements PredictionBatches {
  private static final Comparator<CustomerPrediction> BY_ID =
      Comparator.comparing(
          prediction -> prediction.customerId().getBytes(StandardCharsets.UTF_8),
          Arrays::compareUnsigned);

  private final InMemoryDatabase database;
  private final InMemoryPredictionLists lists;

  public InMemoryPredictionBatches(InMemoryDatabase database) {
    this.database = database;
    this.lists = new InMemoryPredictionLists(database);
  }

  /** The stored predictions of a batch; answers are in the order of their ranks. */
  record Stored(List<CustomerPrediction> answers, List<CustomerPrediction> shadows) {}

  @Override
  public void add(PredictionBatch batch) {
    database.run(
        () -> {
          InMemoryOrganizations.require(database, batch.organizationId());
          if (database.batches.putIfAbsent(batch.id(), batch) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Batch %s exists already".formatted(batch.id()));
          }
        });
  }

  @Override
  public Optional<PredictionBatch> find(OrganizationId organization, BatchId id) {
    return lists.find(organization, id);
  }

  private PredictionBatch require(OrganizationId organization, BatchId id) {
    return find(organization, id)
        .orElseThrow(() -> new ChurnException(ErrorCode.NOT_FOUND, "There is no batch " + id));
  }

  @Override
  public Page<PredictionBatch> list(OrganizationId organization, PageRequest page) {
    return Page.of(database.call(() -> latestFirst(organization)), page);
  }

  private List<PredictionBatch> latestFirst(OrganizationId organization) {
    List<PredictionBatch> batches = new ArrayList<>(database.batches.values());
    Collections.reverse(batches); // with equal times, the batch added last counts as the latest
    return batches.stream()
        .filter(batch -> batch.organizationId().equals(organization))
        .sorted(Comparator.comparing(PredictionBatch::createdAt).reversed())
        .toList();
  }

  @Override
  public List<PredictionBatch> findUnfinished(OrganizationId organization, DatasetId features) {
    return database.call(
        () ->
            latestFirst(organization).stream()
                .filter(batch -> !hasEnded(batch))
                .filter(
                    batch ->
                        batch.input() instanceof ScoringSnapshot snapshot
                            && snapshot.features().equals(features))
                .toList());
  }

  @Override
  public Optional<PredictionBatch> findCompleted(OrganizationId organization, LocalDate last) {
    return database.call(
        () ->
            lists.completed(organization).stream()
                .filter(batch -> !batch.asOf().isAfter(last))
                .findFirst());
  }

  @Override
  public Optional<PredictionBatch> findBefore(OrganizationId organization, BatchId id) {
    return database.call(
        () -> {
          List<BatchId> added = List.copyOf(database.batches.keySet());
          return find(organization, id)
              .flatMap(
                  batch ->
                      lists.completed(organization).stream()
                          .filter(
                              other ->
                                  other.asOf().isBefore(batch.asOf())
                                      || (other.asOf().equals(batch.asOf())
                                          && added.indexOf(other.id()) < added.indexOf(id)))
                          .findFirst());
        });
  }

  @Override
  public void delete(OrganizationId organization, BatchId id) {
    database.run(
        () ->
            find(organization, id)
                .ifPresent(
                    batch -> {
                      if (!hasEnded(batch)) {
                        throw new ChurnException(
                            ErrorCode.CONFLICT, "Batch %s has not ended".formatted(id));
                      }
                      database.batches.remove(id);
                      database.predictions.remove(id);
                      database.completions.add(id); // a state of its own
                      database.oldestStates.put(organization, database.completions.size());
                    }));
  }

  @Override
  public boolean names(OrganizationId organization, ObjectKey key) {
    return database.call(
        () ->
            latestFirst(organization).stream()
                .anyMatch(
                    batch ->
                        batch.input().key().equals(key)
                            || (batch.state() instanceof Completed completed
                                && completed.output().equals(key))));
  }

  @Override
  public boolean refersTo(OrganizationId organization, DatasetId features) {
    return database.call(
        () ->
            latestFirst(organization).stream()
                .filter(batch -> !(batch.state() instanceof Failed))
                .anyMatch(
                    batch ->
                        batch.input() instanceof ScoringSnapshot snapshot
                            && snapshot.features().equals(features)));
  }

  private static boolean hasEnded(PredictionBatch batch) {
    return batch.state() instanceof Completed || batch.state() instanceof Failed;
  }

  @Override
  public void start(OrganizationId organization, BatchId id) {
    database.run(
        () -> {
          PredictionBatch batch = require(organization, id);
          if (!hasEnded(batch)) {
            database.batches.put(id, batch.with(new PredictionBatch.Running()));
          }
        });
  }

  @Override
  public void store(
      OrganizationId organization,
      BatchId id,
      Source predictions,
      Consumer<CustomerPrediction> ranked) {
    requireUnended(organization, id);
    var stored = new Stored(new ArrayList<>(), new ArrayList<>());
    // without the lock, because other threads of the source may report progress to the database
    predictions.writeTo(
        new Sink() {
          @Override
          public void answer(CustomerPrediction prediction) {
            stored.answers().add(prediction.in(id, CustomerPrediction.UNRANKED));
          }

          @Override
          public void shadow(CustomerPrediction prediction) {
            stored.shadows().add(prediction.in(id, CustomerPrediction.UNRANKED));
          }
        });
    Stored sorted =
        new Stored(
            InMemoryPredictionLists.ranked(
                stored.answers(),
                InMemoryPredictionLists.defaultSort(stored.answers()).activeFirst()),
            stored.shadows());
    sorted.answers().forEach(ranked);
    database.run(
        () -> {
          requireUnended(organization, id);
          database.predictions.put(id, sorted);
        });
  }

  private void requireUnended(OrganizationId organization, BatchId id) {
    if (database.call(() -> hasEnded(require(organization, id)))) {
      throw new ChurnException(ErrorCode.CONFLICT, "Batch %s has ended".formatted(id));
    }
  }

  @Override
  public void complete(OrganizationId organization, BatchId id, Completed outcome) {
    database.run(
        () -> {
          PredictionBatch batch = require(organization, id);
          if (!hasEnded(batch)) {
            database.batches.put(id, batch.with(outcome));
            database.completions.add(id);
          }
        });
  }

  @Override
  public void fail(OrganizationId organization, BatchId id, Failed outcome) {
    database.run(
        () -> {
          PredictionBatch batch = require(organization, id);
          if (!(batch.state() instanceof Completed)) {
            database.batches.put(id, batch.with(outcome));
            database.predictions.remove(id);
          }
        });
  }

  @Override
  public void read(OrganizationId organization, BatchId id, Consumer<CustomerPrediction> consumer) {
    lists.stored(organization, id).answers().forEach(consumer);
  }

  @Override
  public void readAtRisk(OrganizationId organization, BatchId id, HashConsumer consumer) {
    var hash = new CustomerHash();
    for (CustomerPrediction answer : lists.answers(organization, id)) {
      RiskSegment segment = answer.probability().segment();
      if (segment.compareTo(RiskSegment.HIGH) >= 0) {
        consumer.accept(hash.of(answer.customerId()), segment);
      }
    }
  }

  @Override
  public List<CustomerPrediction> history(
      OrganizationId organization, String customerId, int limit) {
    return database.call(
        () ->
            lists.completed(organization).stream()
                .flatMap(batch -> lists.answers(organization, batch.id()).stream())
                .filter(answer -> answer.customerId().equals(customerId))
                .limit(limit)
                .toList());
  }

  @Override
  public void readByCustomer(OrganizationId organization, BatchId id, ScoredConsumer consumer) {
    if (!lists.isCompleted(organization, id)) {
      return;
    }
    Stored stored = lists.stored(organization, id);
    Stream.concat(stored.answers().stream(), stored.shadows().stream())
        .sorted(BY_ID)
        .forEach(p -> consumer.accept(p, p.rank() == CustomerPrediction.UNRANKED));
  }

  @Override
  public SegmentChanges changes(
      OrganizationId organization, BatchId since, BatchId id, Include include, PageRequest page) {
    return lists.changes(organization, since, id, include, page);
  }

  @Override
  public Page<CustomerPrediction> page(
      OrganizationId organization, BatchId id, Include include, PageRequest page) {
    return lists.page(organization, id, include, page);
  }

  @Override
  public Page<CustomerPrediction> customers(
      OrganizationId organization,
      Optional<RiskSegment> segment,
      Include include,
      PageRequest page) {
    return lists.customers(organization, segment, include, page);
  }

  @Override
  public PredictionSlice slice(
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      Optional<PredictionSort> sort,
      PredictionSlice.Start start,
      int limit) {
    return lists.slice(organization, batch, filter, sort, start, limit);
  }
}
