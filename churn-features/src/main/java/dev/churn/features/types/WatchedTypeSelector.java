package dev.churn.features.types;

import dev.churn.domain.event.WatchedTypes;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.event.CsvScan;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the event types that a table watches among more common ones than it has room for: those
 * that tell most of churn beside recency and frequency at {@link SnapshotPlan#untestable}, the
 * training snapshots at which no model can be tested. The outcomes of the others have no say, nor
 * have labels of a file, which may be those of test customers; without such snapshots, the most
 * frequent types are chosen. Where there is a choice, the file is read once more, and of a large
 * one a part of the customers.
 */
public final class WatchedTypeSelector {
  private static final int MAX_EVENTS = 1 << 21;

  private final int[] asOf;
  private final FeatureDefinition definition;
  private final int horizonDays;
  private final long events;

  /**
   * @param definition which events are activity or churn
   * @param events the number of events of the file
   */
  public WatchedTypeSelector(
      SnapshotPlan plan, FeatureDefinition definition, int horizonDays, long events) {
    this.asOf =
        plan.untestable(horizonDays).stream()
            .mapToInt(day -> Math.toIntExact(day.toEpochDay()))
            .toArray();
    this.definition = definition;
    this.horizonDays = horizonDays;
    this.events = events;
  }

  /**
   * {@return the types to watch, ascending}
   *
   * @param common the common types of the file, the most frequent first
   */
  public List<String> find(List<String> common, CsvScan scan, Content csv, Progress progress) {
    boolean isChoice = common.size() > WatchedTypes.MAX && asOf.length > 0;
    return WatchedTypes.chosen(
        common, isChoice ? gains(common, scan, csv, progress) : new double[common.size()]);
  }

  private double[] gains(List<String> common, CsvScan scan, Content csv, Progress progress) {
    var codes = new EventCodes(common, definition);
    List<EventSample> parts = new ArrayList<>();
    scan.run(
        csv,
        progress,
        () -> {
          parts.add(new EventSample(codes, MAX_EVENTS, events));
          return parts.get(parts.size() - 1);
        });
    var gains = new TypeGains(codes, asOf, horizonDays);
    gains.add(EventSample.merged(parts));
    return gains.get();
  }
}
