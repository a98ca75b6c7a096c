package dev.churn.features.event;

import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.AbsentActivity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Profiles the valid rows of a file. Each thread has its own profiler; they are merged at the end.
 */
final class Profiler implements RowSink {
  private final TypeCounts types = new TypeCounts();
  private final DayCounts days = new DayCounts();
  private int firstDay = Integer.MAX_VALUE;
  private int lastDay = Integer.MIN_VALUE;
  private final AmountCounts amounts = new AmountCounts();
  private final RepeatedRows repeated = new RepeatedRows();
  private long typed;
  private long labels;

  @Override
  public void row(byte[] text, int from, int to, int day, double amount, String type, int label) {
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
    if (!Double.isNaN(amount)) {
      amounts.add(amount);
      repeated.add(text, from, to, day, amount, type);
    }
    if (label != NO_LABEL) {
      labels++;
    }
    days.add(day, 1);
    if (type != null) {
      typed++;
      types.add(type, day);
    }
  }

  /** Merges the rows that another thread has seen. */
  void add(Profiler other) {
    firstDay = Math.min(firstDay, other.firstDay);
    lastDay = Math.max(lastDay, other.lastDay);
    amounts.add(other.amounts);
    repeated.add(other.repeated);
    typed += other.typed;
    labels += other.labels;
    types.add(other.types);
    days.add(other.days);
  }

  /** {@return the number of rows with an amount} */
  long amounts() {
    return amounts.all();
  }

  /** {@return the number of rows with an event type} */
  long typed() {
    return typed;
  }

  /** {@return the number of rows with a churn label} */
  long labels() {
    return labels;
  }

  DayCounts days() {
    return days;
  }

  LocalDate firstDay() {
    return LocalDate.ofEpochDay(firstDay);
  }

  LocalDate lastDay() {
    return LocalDate.ofEpochDay(lastDay);
  }

  /** {@return the number of event types} */
  int types() {
    return types.size();
  }

  EventCounts counts() {
    return new EventCounts(
        types.mostFrequent(), days.backward(firstDay, lastDay, EventCounts.MAX_DAYS));
  }

  /** {@return sentences about the amounts} */
  List<String> amountWarnings() {
    return Stream.of(amounts.warning(), repeated.warning()).flatMap(Optional::stream).toList();
  }

  /** {@return sentences about the event types} */
  List<String> typeWarnings(UploadOptions options) {
    List<String> warnings = new ArrayList<>();
    if (types.size() > RowSink.MAX_TYPES) {
      warnings.add(
          "There are more than %d event types, so that some count as the same; is event_type the right column?"
              .formatted(RowSink.MAX_TYPES));
    }
    if (types.size() <= RowSink.MAX_TYPES) {
      AbsentActivity.warning(options.activityEventTypes(), types.names()).ifPresent(warnings::add);
    }
    return warnings;
  }
}
