package dev.churn.features.event;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.features.source.Misfits;
import dev.churn.features.util.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts rejected rows by reason and keeps the first ones of each. Used by one thread, which reads
 * in line order.
 */
public final class Rejects {
  /** How many rejected rows of one reason are kept, so that one reason does not hide others. */
  static final int MAX_OF_A_REASON = 10;

  /** A rejected row and the reason that it shares with others. */
  private record Kept(String reason, RejectedRow row) {}

  private final Problems problems = new Problems();
  private final Map<String, Integer> keptOf = new HashMap<>();
  private List<Kept> kept = new ArrayList<>();

  /**
   * Adds a row.
   *
   * @param reason what was expected, the same for all such rows
   * @param value what was found
   */
  void add(long line, String column, String reason, String value) {
    add(line, column, reason, Text.shown(value), Text.quotedOrNothing(value));
  }

  /**
   * Adds a row that does not fit the header.
   *
   * @param reason what was expected, the same for all such rows
   * @param found what was found, as a phrase
   */
  void addRow(long line, String reason, String found) {
    add(line, "row", reason, found, found);
  }

  private void add(long line, String column, String reason, String shown, String found) {
    problems.addShown(line, column, reason, shown);
    keep(new Kept(column + reason, new RejectedRow(line, column, reason + ", found " + found)));
  }

  private void keep(Kept row) {
    if (keptOf.merge(row.reason(), 1, Integer::sum) <= MAX_OF_A_REASON) {
      kept.add(row);
    }
  }

  /** Adds the records that are no rows. */
  void add(Misfits misfits) {
    misfits.first().forEach(m -> add(m.line(), "row", Misfits.EXPECTED, m.text()));
    problems.addUnseen("row", Misfits.EXPECTED, misfits.count() - misfits.first().size());
  }

  /** Adds the rejected rows of another thread. */
  void add(Rejects other) {
    problems.add(other.problems);
    List<Kept> all = new ArrayList<>(kept);
    all.addAll(other.kept);
    all.sort(Comparator.comparingLong(row -> row.row().line()));
    kept = new ArrayList<>();
    keptOf.clear();
    all.forEach(this::keep);
  }

  public long total() {
    return problems.total();
  }

  /** {@return the first rejected rows, by line} */
  public List<RejectedRow> first() {
    return kept.stream().map(Kept::row).limit(CsvProfile.MAX_REJECTED).toList();
  }

  Problems problems() {
    return problems;
  }
}
