package dev.churn.features.event;

import dev.churn.domain.feature.IsoDays;
import dev.churn.features.date.DateDecision;
import dev.churn.features.date.DateEvidence;
import dev.churn.features.date.DateReader;
import dev.churn.features.date.FillerDays;
import dev.churn.features.event.EventFields.Value;
import dev.churn.features.util.Text;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Reads the days of events that belong together: in ISO-8601 and its variants, or in the format
 * that the others show, which may be a number such as the seconds since 1970. Used by one thread.
 */
public final class EventDays {
  private static final int DATE_LENGTH = 10;

  private final ZoneId zone;
  private final LocalDate today;
  private final DateReader iso;
  private final Optional<DateDecision> decision;
  private final Optional<DateReader> other;

  EventDays(ZoneId zone, LocalDate today, List<String> texts) {
    this.zone = zone;
    this.today = today;
    boolean allPlain = texts.stream().allMatch(text -> plainDay(text) != DateReader.NONE);
    this.iso = allPlain ? new PlainDays() : DateReader.of(Optional.empty(), zone, today);
    this.decision = allPlain ? Optional.empty() : decision(texts);
    this.other =
        decision
            .filter(DateDecision.Found.class::isInstance)
            .map(found -> ((DateDecision.Found) found).format())
            .map(format -> DateReader.of(Optional.of(format), zone, today));
  }

  /** Reads plain dates only, without the memory that a reader of a file takes. */
  private final class PlainDays extends DateReader {
    @Override
    public int day(String text) {
      return plainDay(text);
    }

    @Override
    public String expected() {
      return "an ISO-8601 date such as 2024-01-31";
    }
  }

  /** {@return the day of a plain date, or of a time in UTC; NONE for what needs a closer look} */
  private int plainDay(String text) {
    boolean isPlain = text.length() == DATE_LENGTH || zone.equals(ZoneOffset.UTC);
    int day = isPlain ? IsoDays.epochDay(text) : DateReader.NONE;
    return day == DateReader.NONE || FillerDays.contains(day) ? DateReader.NONE : day;
  }

  private Optional<DateDecision> decision(List<String> texts) {
    List<String> others = texts.stream().filter(text -> iso.day(text) == DateReader.NONE).toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    var evidence = new DateEvidence(zone, today);
    for (int i = 0; i < others.size(); i++) {
      evidence.add(i, others.get(i));
    }
    return Optional.of(evidence.decide());
  }

  /** {@return the day that a text means} */
  public Value<LocalDate> day(String text) {
    String date = Text.trim(text);
    int day = iso.day(date);
    if (day == DateReader.NONE && other.isPresent()) {
      day = other.get().day(date);
    }
    if (day == DateReader.FILLER) {
      return new Value.Unreadable<>(
          DateReader.FILLER_PROBLEM + ", found " + Text.quoted(date), false);
    }
    if (day != DateReader.NONE) {
      return new Value.Read<>(LocalDate.ofEpochDay(day));
    }
    List<String> formats =
        decision
            .filter(DateDecision.Open.class::isInstance)
            .map(open -> ((DateDecision.Open) open).formats())
            .orElse(List.of());
    return formats.isEmpty()
        ? new Value.Unreadable<>(
            "expected an ISO-8601 date such as 2024-01-31, found " + Text.quoted(date), false)
        : new Value.Unreadable<>(
            "expected an ISO-8601 date such as 2024-01-31, found %s; dates of this form can be read in two ways, %s"
                .formatted(Text.quoted(date), String.join(" and ", formats)),
            true);
  }
}
