package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides on which snapshot a model is evaluated, and from which it learns before that; the model
 * to deploy then learns from all. The newest snapshot is preferred, after learning from earlier
 * ones whose outcomes were known by then (out of time). Where the rows do not allow that, the next
 * possibility is taken and a remark says so: an earlier snapshot out of time, then a fifth of the
 * customers of one snapshot (hold-out).
 *
 * @param learned the snapshots to learn from, the latest first. With a hold-out {@code judged} is
 *     one of them, and only the rows of other customers are learned from
 * @param judged the snapshot to evaluate on
 * @param remark a sentence about why it is not the usual one
 */
public record EvaluationPlan(
    EvaluationMethod method,
    List<LabeledSnapshot> learned,
    LabeledSnapshot judged,
    Optional<String> remark) {
  /** The least number of rows, and of distinct customers, that a model can learn from. */
  public static final int MIN_CUSTOMERS = 20;

  /** The least number of rows of each class that a model can learn from. */
  public static final int MIN_PER_CLASS = 2;

  /**
   * How many times as many customers the judged snapshot may have as the largest one learned from.
   * A few early customers are no base for judging what a model will do on very many.
   */
  private static final int MAX_GROWTH = 20;

  public EvaluationPlan {
    requireNonNull(method, "method");
    requireNonNull(judged, "judged");
    requireNonNull(remark, "remark");
    learned = List.copyOf(learned);
  }

  /**
   * {@return the plan for a set; empty if it has no labeled row} Whether the rows suffice for the
   * last possibility, a hold-out, is left to the training.
   */
  public static Optional<EvaluationPlan> of(TrainingSet set) {
    List<Counted> labeled =
        set.snapshots().stream()
            .filter(snapshot -> snapshot.rows().size() > 0)
            .sorted(Comparator.comparing(LabeledSnapshot::asOf).reversed())
            .map(Counted::new)
            .toList();
    if (labeled.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 0; i < labeled.size(); i++) {
      LocalDate day = labeled.get(i).snapshot.asOf();
      List<Counted> earlier =
          labeled.subList(i + 1, labeled.size()).stream()
              .filter(counted -> counted.isKnownAt(day, set.horizonDays()))
              .toList();
      if (labeled.get(i).hasBothClasses() && teach(earlier, labeled.get(i).rows())) {
        Optional<String> remark =
            i == 0 ? Optional.empty() : Optional.of(passedOver(labeled.subList(0, i)));
        return Optional.of(
            plan(EvaluationMethod.OUT_OF_TIME, earlier, labeled.get(i).snapshot, remark));
      }
    }
    return Optional.of(holdOut(labeled));
  }

  /**
   * {@return whether a model that learns from these snapshots can be evaluated on so many
   * customers: there are enough rows of each class and enough distinct customers to learn from, and
   * not many more to evaluate on}
   *
   * @param judged the number of customers of the snapshot to evaluate on, the lapsed ones included
   */
  public static boolean teaches(List<LabeledSnapshot> learned, long judged) {
    return teach(learned.stream().map(Counted::new).toList(), judged);
  }

  private static EvaluationPlan holdOut(List<Counted> labeled) {
    int newest = 0;
    while (newest < labeled.size() && !labeled.get(newest).hasBothClasses()) {
      newest++;
    }
    if (newest == labeled.size()) { // the training will say what is missing
      return plan(EvaluationMethod.HOLD_OUT, labeled, labeled.get(0).snapshot, Optional.empty());
    }
    List<String> remarks = new ArrayList<>();
    if (newest > 0) {
      remarks.add(passedOver(labeled.subList(0, newest)));
    }
    LabeledSnapshot judged = labeled.get(newest).snapshot;
    List<Counted> earlier = labeled.subList(newest + 1, labeled.size());
    if (!earlier.isEmpty()) {
      remarks.add(
          "Evaluated on a fifth of the customers at %s, not out of time: at %s there are too few customers, or only one outcome, to learn from"
              .formatted(judged.asOf(), days(earlier)));
    }
    return plan(
        EvaluationMethod.HOLD_OUT,
        labeled.subList(newest, labeled.size()),
        judged,
        remarks.isEmpty() ? Optional.empty() : Optional.of(String.join(". ", remarks)));
  }

  private static EvaluationPlan plan(
      EvaluationMethod method,
      List<Counted> learned,
      LabeledSnapshot judged,
      Optional<String> remark) {
    return new EvaluationPlan(
        method, learned.stream().map(Counted::snapshot).toList(), judged, remark);
  }

  private static String passedOver(List<Counted> snapshots) {
    return "Not evaluated at %s, where all customers have the same outcome"
        .formatted(days(snapshots));
  }

  private static String days(List<Counted> snapshots) {
    return String.join(
        ", ", snapshots.stream().map(c -> c.snapshot.asOf().toString()).sorted().toList());
  }

  private static boolean teach(List<Counted> earlier, long judged) {
    long churned = earlier.stream().mapToLong(Counted::churned).sum();
    long rows = earlier.stream().mapToLong(Counted::rows).sum();
    long largest = earlier.stream().mapToLong(Counted::rows).max().orElse(0);
    return rows >= MIN_CUSTOMERS
        && Math.min(churned, rows - churned) >= MIN_PER_CLASS
        && largest * MAX_GROWTH >= judged
        && hasCustomers(earlier);
  }

  /** A customer has a row in each snapshot, so there may be fewer customers than rows. */
  private static boolean hasCustomers(List<Counted> snapshots) {
    Set<Long> found = new HashSet<>();
    for (Counted counted : snapshots) {
      LabeledRows rows = counted.snapshot.rows();
      for (int i = 0; i < rows.size() && found.size() < MIN_CUSTOMERS; i++) {
        found.add(rows.customer(i));
      }
    }
    return found.size() >= MIN_CUSTOMERS;
  }

  /** A snapshot and how many of its customers churned. */
  private record Counted(LabeledSnapshot snapshot, long churned) {
    Counted(LabeledSnapshot snapshot) {
      this(snapshot, churned(snapshot.rows()));
    }

    private static long churned(LabeledRows rows) {
      long count = 0;
      for (int i = 0; i < rows.size(); i++) {
        count += rows.churned(i) ? 1 : 0;
      }
      return count;
    }

    long rows() {
      return snapshot.rows().size();
    }

    boolean isKnownAt(LocalDate day, int horizonDays) {
      return !snapshot.asOf().plusDays(horizonDays).isAfter(day);
    }

    boolean hasBothClasses() {
      return churned > 0 && churned < rows();
    }
  }
}
