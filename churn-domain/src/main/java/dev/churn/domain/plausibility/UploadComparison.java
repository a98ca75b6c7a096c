package dev.churn.domain.plausibility;

import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.RawDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares a file with the upload before, as soon as it has been read. What needs its features is
 * left to {@link FileComparison}.
 */
public final class UploadComparison {
  /** The last days of both files of which the events are compared. */
  static final int DAYS = 28;

  private UploadComparison() {}

  /** {@return what looks odd compared with the upload before, as sentences} */
  public static List<String> warnings(RawDataset file, RawDataset before) {
    List<String> clauses = new ArrayList<>();
    FileComparison.lastDay(file, before).map(Finding::sentence).ifPresent(clauses::add);
    fewerEventsADay(file, before).ifPresent(clauses::add);
    EventTypesGone.findings(file, before).stream().map(Finding::sentence).forEach(clauses::add);
    otherIds(file, before).ifPresent(clauses::add);
    return clauses.stream().map("This file differs from the last one: %s."::formatted).toList();
  }

  private static Optional<String> fewerEventsADay(RawDataset file, RawDataset before) {
    List<Long> days = lastDays(file);
    List<Long> daysBefore = lastDays(before);
    if (days.isEmpty() || sum(daysBefore) < FileComparison.LEAST_TO_COMPARE) {
      return Optional.empty(); // not counted, or so few that fewer may be chance
    }
    double mean = (double) sum(days) / days.size();
    double meanBefore = (double) sum(daysBefore) / daysBefore.size();
    return mean >= FileComparison.LEAST_EVENTS * meanBefore
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "there are only %.1f events a day on the last %d days, the last file has %.1f",
                mean,
                days.size(),
                meanBefore));
  }

  private static List<Long> lastDays(RawDataset file) {
    return file.profile().counts().daily().stream().limit(DAYS).toList();
  }

  private static long sum(List<Long> days) {
    return days.stream().mapToLong(Long::longValue).sum();
  }

  private static Optional<String> otherIds(RawDataset file, RawDataset before) {
    Optional<String> form = file.profile().report().customerIdForm();
    Optional<String> formBefore = before.profile().report().customerIdForm();
    boolean areOther =
        Stream.of(form, formBefore).allMatch(Optional::isPresent) && !form.equals(formBefore);
    return areOther
        ? Optional.of(
            "customer ids have another form: %s, the last file has %s"
                .formatted(form.get(), formBefore.get()))
        : Optional.empty();
  }
}
