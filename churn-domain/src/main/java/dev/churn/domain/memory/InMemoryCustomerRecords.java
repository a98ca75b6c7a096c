package dev.churn.domain.memory;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.LapsedPart;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionInput;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.batch.SegmentSums;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.value.ForecastError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Removes what is kept in memory about single customers. */
public final class InMemoryCustomerRecords implements CustomerRecords {
  private final InMemoryDatabase database;

  public InMemoryCustomerRecords(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public List<BatchId> batchesOf(OrganizationId organization, String customerId) {
    return database.call(
        () ->
            database.batches.values().stream()
                .filter(batch -> batch.organizationId().equals(organization))
                .filter(batch -> batch.state() instanceof Completed)
                .map(PredictionBatch::id)
                .filter(id -> predictions(id).anyMatch(p -> p.customerId().equals(customerId)))
                .toList());
  }

  private Stream<CustomerPrediction> predictions(BatchId id) {
    InMemoryPredictionBatches.Stored stored = database.predictions.get(id);
    return stored == null
        ? Stream.empty()
        : Stream.concat(stored.answers().stream(), stored.shadows().stream());
  }

  @Override
  public long removeFrom(OrganizationId organization, BatchId id, String customerId) {
    return database.call(
        () -> {
          PredictionBatch batch = database.batches.get(id);
          if (batch == null
              || !batch.organizationId().equals(organization)
              || !(batch.state() instanceof Completed completed)
              || predictions(id).noneMatch(p -> p.customerId().equals(customerId))) {
            return 0L;
          }
          long before = predictions(id).count();
          List<CustomerPrediction> answers = new ArrayList<>();
          for (CustomerPrediction answer : database.predictions.get(id).answers()) {
            if (!answer.customerId().equals(customerId)) {
              answers.add(answer.in(id, answers.size() + 1L));
            }
          }
          List<CustomerPrediction> shadows =
              database.predictions.get(id).shadows().stream()
                  .filter(shadow -> !shadow.customerId().equals(customerId))
                  .toList();
          database.predictions.put(id, new InMemoryPredictionBatches.Stored(answers, shadows));
          database.batches.put(id, batch.with(without(completed, answers)));
          database.completions.add(id); // a state of its own
          database.oldestStates.put(organization, database.completions.size());
          return before - answers.size() - shadows.size();
        });
  }

  /** {@return the state of a batch with these answers} */
  private static Completed without(Completed completed, List<CustomerPrediction> answers) {
    List<CustomerPrediction> lapsed =
        answers.stream().filter(CustomerPrediction::isLapsed).toList();
    return completed.with(
        average(answers),
        risks(answers),
        completed
            .lapsed()
            .map(part -> new LapsedPart(part.window(), average(lapsed), risks(lapsed))),
        completed.sums().map(sums -> sums(answers, sums.error())));
  }

  private static SegmentSums sums(List<CustomerPrediction> answers, ForecastError error) {
    var counter = new SegmentSums.Counter();
    answers.forEach(counter::add);
    return counter.sums(error);
  }

  private static double average(List<CustomerPrediction> answers) {
    return answers.stream().mapToDouble(p -> p.probability().value()).average().orElse(0);
  }

  private static RiskDistribution risks(List<CustomerPrediction> answers) {
    long[] counts = new long[RiskSegment.values().length];
    answers.forEach(answer -> counts[answer.probability().segment().ordinal()]++);
    return new RiskDistribution(
        counts[RiskSegment.LOW.ordinal()],
        counts[RiskSegment.MEDIUM.ordinal()],
        counts[RiskSegment.HIGH.ordinal()],
        counts[RiskSegment.CRITICAL.ordinal()]);
  }

  @Override
  public long removeLogged(OrganizationId organization, String customerId) {
    return database.call(
        () -> {
          int before = database.loggedPredictions.size();
          database
              .loggedPredictions
              .values()
              .removeIf(
                  logged ->
                      logged.organizationId().equals(organization)
                          && logged.customerId().equals(customerId));
          return (long) before - database.loggedPredictions.size();
        });
  }

  @Override
  public long removeOutcomes(OrganizationId organization, String customerId) {
    return database.call(
        () -> {
          long removed = 0;
          for (var entry : database.outcomeDays.entrySet()) {
            InMemoryPredictionOutcomes.Day day = entry.getValue();
            if (entry.getKey().organization().equals(organization)
                && day.outcomes().containsKey(customerId)) {
              Map<String, ObservedOutcome> left = new HashMap<>(day.outcomes());
              left.remove(customerId);
              entry.setValue(
                  new InMemoryPredictionOutcomes.Day(
                      day.knownUntil(), day.models(), left, day.truncated(), day.changed()));
              removed++;
            }
          }
          return removed;
        });
  }

  @Override
  public void replace(RawDataset dataset) {
    database.run(() -> database.datasets.replace(dataset.id(), dataset));
  }

  @Override
  public void replace(FeatureDataset table) {
    database.run(
        () -> {
          database.datasets.replace(table.id(), table);
          database.batches.replaceAll(
              (id, batch) ->
                  batch.input() instanceof ScoringSnapshot snapshot
                          && snapshot.features().equals(table.id())
                      ? batch.with(new ScoringSnapshot(table.id(), table.file().key()))
                      : batch);
        });
  }

  @Override
  public void replaceInput(OrganizationId organization, BatchId id, UploadedEvents input) {
    database.run(
        () ->
            database.batches.computeIfPresent(
                id, (same, batch) -> batch.with((PredictionInput) input)));
  }

  @Override
  public void replaceOutput(OrganizationId organization, BatchId id, StoredFile output) {
    database.run(
        () ->
            database.batches.computeIfPresent(
                id,
                (same, batch) ->
                    batch.state() instanceof Completed completed
                        ? batch.with(completed.with(output))
                        : batch));
  }
}
