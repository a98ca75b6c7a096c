package dev.churn.features.csv;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.features.source.Misfits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts rejected rows and keeps the first ones. Used by one thread, which reads in line order. */
final class Rejects {
  private final List<RejectedRow> first = new ArrayList<>();
  private long count;

  void add(long line, String column, String reason) {
    count++;
    if (first.size() < CsvProfile.MAX_REJECTED) {
      first.add(new RejectedRow(line, column, reason));
    }
  }

  /** Adds the records that were no rows. */
  void add(Misfits misfits) {
    count += misfits.count();
    misfits.first().forEach(m -> first.add(new RejectedRow(m.line(), "row", m.reason())));
  }

  /** Adds the rejected rows of another thread. */
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

  /** {@return the first rejected rows, by line} */
  List<RejectedRow> first() {
    return List.copyOf(first);
  }
}
