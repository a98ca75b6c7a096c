package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.SegmentChange;
import dev.churn.domain.batch.SegmentChanges;
import dev.churn.domain.batch.SegmentSums;
import dev.churn.domain.batch.StateTotals;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.value.ExpectedLoss;
import dev.churn.domain.value.RiskSums;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the stored predictions of completed batches in the orders in which lists tell them. */
final class InMemoryPredictionLists {
  private final InMemoryDatabase database;

  InMemoryPredictionLists(InMemoryDatabase database) {
    this.database = database;
  }

  Optional<PredictionBatch> find(OrganizationId organization, BatchId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.batches.get(id))
                .filter(batch -> batch.organizationId().equals(organization)));
  }

  /** {@return the completed batches, the latest as-of date first, then the one added last} */
  List<PredictionBatch> completed(OrganizationId organization) {
    List<PredictionBatch> batches = new ArrayList<>(database.batches.values());
    Collections.reverse(batches);
    return batches.stream()
        .filter(batch -> batch.organizationId().equals(organization))
        .filter(batch -> batch.state() instanceof Completed)
        .sorted(Comparator.comparing(PredictionBatch::asOf).reversed())
        .toList();
  }

  InMemoryPredictionBatches.Stored stored(OrganizationId organization, BatchId id) {
    return find(organization, id)
        .map(batch -> database.predictions.get(id))
        .orElse(new InMemoryPredictionBatches.Stored(List.of(), List.of()));
  }

  boolean isCompleted(OrganizationId organization, BatchId id) {
    return find(organization, id).filter(b -> b.state() instanceof Completed).isPresent();
  }

  List<CustomerPrediction> answers(OrganizationId organization, BatchId id) {
    return isCompleted(organization, id) ? stored(organization, id).answers() : List.of();
  }

  static PredictionSort defaultSort(List<CustomerPrediction> answers) {
    return PredictionSort.defaultFor(
        answers.stream().anyMatch(answer -> answer.valueAtRisk().isPresent()));
  }

  static List<CustomerPrediction> ranked(
      List<CustomerPrediction> answers, Comparator<CustomerPrediction> order) {
    List<CustomerPrediction> ranked = new ArrayList<>(answers);
    ranked.sort(order);
    for (int i = 0; i < ranked.size(); i++) {
      ranked.set(i, ranked.get(i).in(ranked.get(i).batch(), i + 1L));
    }
    return ranked;
  }

  /** {@return the answers of a completed batch with the ranks of a list} */
  private List<CustomerPrediction> answers(
      OrganizationId organization, BatchId id, Include include, PredictionSort sort) {
    List<CustomerPrediction> answers = answers(organization, id);
    boolean isByValue = sort == PredictionSort.VALUE_AT_RISK && defaultSort(answers) == sort;
    return ranked(
        answers,
        include == Include.ALL && !isByValue
            ? PredictionSort.CHURN_PROBABILITY.order()
            : sort.activeFirst());
  }

  SegmentChanges changes(
      OrganizationId organization, BatchId since, BatchId id, Include include, PageRequest page) {
    Map<String, CustomerPrediction> before = new LinkedHashMap<>();
    answers(organization, since, include, PredictionSort.CHURN_PROBABILITY)
        .forEach(answer -> before.put(answer.customerId(), answer));
    List<SegmentChange> changes = new ArrayList<>();
    for (CustomerPrediction now :
        answers(organization, id, include, PredictionSort.CHURN_PROBABILITY)) {
      Optional<CustomerPrediction> was = Optional.ofNullable(before.remove(now.customerId()));
      if (!was.map(InMemoryPredictionLists::segment).equals(Optional.of(segment(now)))) {
        changes.add(new SegmentChange(now.customerId(), was, Optional.of(now)));
      }
    }
    before.forEach(
        (customer, was) ->
            changes.add(new SegmentChange(customer, Optional.of(was), Optional.empty())));
    List<SegmentChange> items =
        changes.stream().filter(change -> include.covers(told(change))).toList();
    long lapsed = changes.stream().filter(change -> told(change).isLapsed()).count();
    return new SegmentChanges(
        Page.of(items, page).items(), new StateTotals(changes.size() - lapsed, lapsed));
  }

  /** {@return the prediction that tells the state of a customer} */
  private static CustomerPrediction told(SegmentChange change) {
    return change.now().or(change::before).orElseThrow();
  }

  private static RiskSegment segment(CustomerPrediction prediction) {
    return prediction.probability().segment();
  }

  Page<CustomerPrediction> page(
      OrganizationId organization, BatchId id, Include include, PageRequest page) {
    return Page.of(
        answers(organization, id, include, PredictionSort.CHURN_PROBABILITY).stream()
            .filter(include::covers)
            .toList(),
        page);
  }

  Page<CustomerPrediction> customers(
      OrganizationId organization,
      Optional<RiskSegment> segment,
      Include include,
      PageRequest page) {
    PredictionSort sort = PredictionSort.CHURN_PROBABILITY;
    return Page.of(
        latest(organization, Set.copyOf(database.completions), include, sort).stream()
            .filter(include::covers)
            .filter(p -> segment.isEmpty() || p.probability().segment() == segment.get())
            .sorted(sort.order())
            .toList(),
        page);
  }

  /** {@return the latest answer for each customer among some batches, in any order} */
  private Collection<CustomerPrediction> latest(
      OrganizationId organization, Set<BatchId> among, Include include, PredictionSort sort) {
    Map<String, CustomerPrediction> latest = new HashMap<>();
    // in the order in which they were added
    for (PredictionBatch batch : database.batches.values()) {
      if (among.contains(batch.id()) && isCompleted(organization, batch.id())) {
        for (CustomerPrediction prediction : answers(organization, batch.id(), include, sort)) {
          latest.merge(
              prediction.customerId(),
              prediction,
              (known, next) -> next.asOf().isBefore(known.asOf()) ? known : next);
        }
      }
    }
    return latest.values();
  }

  PredictionSlice slice(
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      Optional<PredictionSort> sort,
      PredictionSlice.Start start,
      int limit) {
    return database.call(
        () -> {
          int state = database.completions.size();
          long position = 0;
          Optional<PredictionSort> wanted = sort;
          if (start instanceof PredictionSlice.After after) {
            PredictionCursor cursor = after.cursor();
            cursor.requireSort(sort);
            requireUsable(organization, batch, filter, cursor);
            state = batch.isPresent() ? state : (int) cursor.state();
            position = cursor.position();
            wanted = Optional.of(cursor.sort());
          } else if (start instanceof PredictionSlice.Offset offset) {
            position = offset.offset();
          }
          var among = Set.copyOf(database.completions.subList(0, state));
          PredictionSort order =
              wanted.orElseGet(
                  () ->
                      defaultSort(
                          batch
                              .or(() -> mainOf(organization, among))
                              .map(id -> answers(organization, id))
                              .orElse(List.of())));
          Collection<CustomerPrediction> all =
              batch.isPresent()
                  ? answers(organization, batch.get(), filter.include(), order)
                  : latest(organization, among, filter.include(), order);
          var totals =
              new StateTotals(
                  count(all, filter.with(Include.ACTIVE)), count(all, filter.with(Include.LAPSED)));
          List<CustomerPrediction> listed =
              all.stream().filter(filter::matches).sorted(order.order()).toList();
          PredictionSlice slice = slice(listed, order, position, limit, state, filter, totals);
          return start instanceof PredictionSlice.After
              ? slice
              : slice.with(
                  sums(organization, batch)
                      .map(sums -> ExpectedLoss.of(sum(listed), sums.error())));
        });
  }

  /** {@return the sums of a batch, or of the latest one} */
  private Optional<SegmentSums> sums(OrganizationId organization, Optional<BatchId> batch) {
    return completed(organization).stream()
        .filter(other -> batch.isEmpty() || batch.get().equals(other.id()))
        .findFirst()
        .flatMap(other -> ((Completed) other.state()).sums());
  }

  private static RiskSums sum(List<CustomerPrediction> predictions) {
    return predictions.stream().map(CustomerPrediction::sums).reduce(RiskSums.NONE, RiskSums::plus);
  }

  /** {@return the batch that most of the latest answers are of} */
  private Optional<BatchId> mainOf(OrganizationId organization, Set<BatchId> among) {
    Map<BatchId, Long> counts =
        latest(organization, among, Include.ALL, PredictionSort.CHURN_PROBABILITY).stream()
            .collect(Collectors.groupingBy(CustomerPrediction::batch, Collectors.counting()));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  private void requireUsable(
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      PredictionCursor cursor) {
    cursor.requireFilter(filter);
    if (batch.isPresent() && !batch.get().equals(cursor.batch())) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "cursor: expected one of this batch, found one of another list");
    }
    if (batch.isEmpty()
        && (cursor.state() < database.oldestStates.getOrDefault(organization, 1)
            || cursor.state() > database.completions.size())) {
      throw new ChurnException(
          ErrorCode.CONFLICT, "The list has changed too much to be continued; begin it again");
    }
  }

  private static long count(Collection<CustomerPrediction> all, PredictionFilter filter) {
    return all.stream().filter(filter::matches).count();
  }

  private static PredictionSlice slice(
      List<CustomerPrediction> all,
      PredictionSort sort,
      long position,
      int limit,
      int state,
      PredictionFilter filter,
      StateTotals totals) {
    int from = (int) Math.min(position, all.size());
    int to = (int) Math.min((long) from + limit, all.size());
    List<CustomerPrediction> items = all.subList(from, to);
    if (to == all.size() || items.isEmpty()) {
      return new PredictionSlice(items, sort, position, totals, all.size(), Optional.empty());
    }
    CustomerPrediction last = items.get(items.size() - 1);
    return new PredictionSlice(
        items,
        sort,
        position,
        totals,
        all.size(),
        Optional.of(
            new PredictionCursor(
                state,
                last.batch(),
                sort,
                0,
                0,
                last.valueAtRisk().orElse(Double.NEGATIVE_INFINITY),
                last.probability().value(),
                last.customerId(),
                to,
                totals,
                filter.fingerprint())));
  }
}
