package dev.churn.domain.plausibility;

import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.dataset.RawDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares a file with the one before, and with its own past. */
public final class FileComparison {
  /** The smallest fraction of the customers of the file before that is not far fewer. */
  static final double LEAST_CUSTOMERS = 0.7;

  /**
   * The smallest fraction of the events of the file before that is not far fewer. Events fluctuate
   * more than customers, if each file has only the latest months.
   */
  static final double LEAST_EVENTS = 0.5;

  /** With fewer customers or events in the file before, a lower number may be chance. */
  static final long LEAST_TO_COMPARE = 50;

  private FileComparison() {}

  /**
   * {@return what is not as expected of a file}
   *
   * @param before the file before; without one, the file is only compared with its own past
   */
  public static List<Finding> findings(ProcessedFile file, Optional<ProcessedFile> before) {
    List<Finding> findings = new ArrayList<>();
    before.ifPresent(
        other -> {
          lastDay(file.raw(), other.raw()).ifPresent(findings::add);
          fewer(
                  Kind.FEWER_CUSTOMERS,
                  "customers",
                  file.manifest().customers(),
                  other.manifest().customers(),
                  LEAST_CUSTOMERS)
              .ifPresent(findings::add);
          fewer(
                  Kind.FEWER_EVENTS,
                  "events",
                  file.raw().profile().events(),
                  other.raw().profile().events(),
                  LEAST_EVENTS)
              .ifPresent(findings::add);
          findings.addAll(MissingEventTypes.findings(file.raw(), other.raw()));
          AmountScale.find(file, other).ifPresent(findings::add);
        });
    MissingDays.find(file.raw()).ifPresent(findings::add);
    ChurnRates.find(file, before).ifPresent(findings::add);
    return findings;
  }

  static Optional<Finding> lastDay(RawDataset file, RawDataset before) {
    var last = file.asOf();
    var lastBefore = before.asOf();
    return last.isBefore(lastBefore)
        ? Optional.of(
            new Finding(
                Kind.EARLIER_LAST_DAY,
                "the last day is %s, before the %s of the last file".formatted(last, lastBefore),
                lastBefore + " or later",
                last.toString()))
        : Optional.empty();
  }

  private static Optional<Finding> fewer(
      Kind kind, String what, long found, long before, double least) {
    if (before < LEAST_TO_COMPARE || found >= least * before) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            kind,
            String.format(Locale.ROOT, "only %,d %s, the last file has %,d", found, what, before),
            String.format(Locale.ROOT, "at least %,.0f %s", Math.ceil(least * before), what),
            String.format(Locale.ROOT, "%,d", found)));
  }
}
