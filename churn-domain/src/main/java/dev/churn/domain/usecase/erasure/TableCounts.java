package dev.churn.domain.usecase.erasure;

import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the rows that are removed from a feature table, by snapshot. For one thread. */
final class TableCounts {
  private static final int AS_OF = 1;

  private final FeatureManifest before;
  private final Map<LocalDate, long[]> byDay = new HashMap<>(); // rows, labeled, churned
  private long removed;

  TableCounts(FeatureManifest before) {
    this.before = before;
  }

  /** Receives the fields of a removed row: customer, as-of day, features, label and more. */
  void removed(List<String> fields) {
    int place = AS_OF + 1 + before.features().size();
    String label = fields.size() > place ? fields.get(place) : "";
    long[] counts = byDay.computeIfAbsent(LocalDate.parse(fields.get(AS_OF)), day -> new long[3]);
    counts[0]++;
    counts[1] += label.equals("0") || label.equals("1") ? 1 : 0;
    counts[2] += label.equals("1") ? 1 : 0;
    removed++;
  }

  long removed() {
    return removed;
  }

  /** {@return whether no row is left} */
  boolean isEmpty() {
    return removed >= before.rows();
  }

  /** {@return the manifest of the table without the removed rows of one customer} */
  FeatureManifest manifest() {
    return new FeatureManifest(
        before.features(),
        before.definition(),
        before.horizonDays(),
        before.activeWindowDays(),
        before.snapshots().stream().map(this::without).toList(),
        Math.max(1, before.customers() - 1),
        before.labelConflicts());
  }

  private Snapshot without(Snapshot snapshot) {
    long[] counts = byDay.getOrDefault(snapshot.asOf(), new long[3]);
    return new Snapshot(
        snapshot.asOf(),
        snapshot.role(),
        snapshot.rows() - counts[0],
        snapshot.labeled() - counts[1],
        snapshot.churned() - counts[2]);
  }
}
