package dev.churn.features.csv;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.RejectedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts rejected rows and keeps the first of them. For one thread, which reads line by line. */
final class Rejects {
  private final List<RejectedRow> first = new ArrayList<>();
  private long count;

  void add(long line, Column column, String reason) {
    count++;
    if (first.size() < CsvProfile.MAX_REJECTED) {
      first.add(new RejectedRow(line, column.id(), reason));
    }
  }

  /** Adds what another thread has rejected. */
  void add(Rejects other) {
    count += other.count;
    first.addAll(other.first);
    first.sort(Comparator.comparingLong(RejectedRow::line));
    if (first.size() > CsvProfile.MAX_REJECTED) {
      first.subList(CsvProfile.MAX_REJECTED, first.size()).clear();
    }
  }

  long total() {
    return count;
  }

  /** {@return the first ones by line} */
  List<RejectedRow> first() {
    return List.copyOf(first);
  }
}
