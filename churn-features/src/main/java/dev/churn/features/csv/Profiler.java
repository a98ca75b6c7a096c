package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.ActivityTypes;
import dev.churn.features.rfm.TypeSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Profiles the valid rows of a file. Each thread has its own profiler; they are merged at the end.
 */
public final class Profiler implements RowSink {
  private static final int REJECTS_SHOWN = 3;

  private final TypeCounts types = new TypeCounts();
  private final DayCounts days = new DayCounts();
  private int firstDay = Integer.MAX_VALUE;
  private int lastDay = Integer.MIN_VALUE;
  private long amounts;
  private long labels;

  @Override
  public void row(byte[] text, int from, int to, int day, double amount, String type, int label) {
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
    if (!Double.isNaN(amount)) {
      amounts++;
    }
    if (label != NO_LABEL) {
      labels++;
    }
    days.add(day, 1);
    if (type != null) {
      types.add(type, day);
    }
  }

  /** Merges the rows that another thread has seen. */
  public void add(Profiler other) {
    firstDay = Math.min(firstDay, other.firstDay);
    lastDay = Math.max(lastDay, other.lastDay);
    amounts += other.amounts;
    labels += other.labels;
    types.add(other.types);
    days.add(other.days);
  }

  /**
   * {@return the profile of the file}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if there is no valid row
   */
  public CsvProfile profile(CsvScan.Scanned scanned, UploadOptions options) {
    if (scanned.rows() == scanned.rejectedRows()) {
      throw new ChurnException(ErrorCode.UNPROCESSABLE, noValidRow(scanned));
    }
    return new CsvProfile(
        scanned.rows(),
        scanned.rejectedRows(),
        scanned.rejected(),
        warnings(scanned, options),
        LocalDate.ofEpochDay(firstDay),
        LocalDate.ofEpochDay(lastDay),
        types.size(),
        new EventCounts(
            types.mostFrequent(), days.backward(firstDay, lastDay, EventCounts.MAX_DAYS)),
        ReadingReport.empty());
  }

  private static String noValidRow(CsvScan.Scanned scanned) {
    if (scanned.rows() == 0) {
      return "Expected rows of events, found a header and nothing else";
    }
    return "Expected at least one valid row, found none; all %d rows were rejected: %s"
        .formatted(
            scanned.rows(),
            scanned.rejected().stream()
                .limit(REJECTS_SHOWN)
                .map(Profiler::shown)
                .collect(Collectors.joining("; ")));
  }

  private static String shown(RejectedRow row) {
    return "line %d, column %s: %s".formatted(row.line(), row.column(), row.reason());
  }

  private List<String> warnings(CsvScan.Scanned scanned, UploadOptions options) {
    List<String> warnings = new ArrayList<>();
    if (scanned.rejectedRows() > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d of %d rows (%.1f %%) were rejected and are left out.",
              scanned.rejectedRows(),
              scanned.rows(),
              100.0 * scanned.rejectedRows() / scanned.rows()));
    }
    if (amounts == 0) {
      warnings.add(
          scanned.amounts()
              ? "No row has an amount: monetary features are 0."
              : "There is no amount column: monetary features are 0.");
    }
    if (types.size() > TypeSet.MAX_CODE) {
      warnings.add(
          "There are more than %d event types, so that some count as the same; is event_type the right column?"
              .formatted(TypeSet.MAX_CODE));
    }
    Set<String> absent = new TreeSet<>(options.activityEventTypes());
    Set<String> present =
        types.names().stream().map(ActivityTypes::keyOf).collect(Collectors.toUnmodifiableSet());
    absent.removeIf(name -> present.contains(ActivityTypes.keyOf(name)));
    if (!absent.isEmpty() && types.size() <= TypeSet.MAX_CODE) {
      warnings.add(
          "No row is of the activity event types %s."
              .formatted(absent.stream().map(Text::quoted).collect(Collectors.joining(", "))));
    }
    if (options.hasChurnLabel() && labels == 0) {
      warnings.add("No row has a churn label: there is nothing to learn from.");
    }
    return warnings;
  }
}
