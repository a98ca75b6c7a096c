package dev.churn.domain.explanation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.prediction.RiskSegment;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the date on which a silent customer enters a higher risk segment. */
public final class CrossingDate {
  /** The number of days that the search looks ahead. */
  public static final int MAX_DAYS = 365;

  /**
   * The number of dates for which features are computed in one pass; one pass per date would take
   * seconds for a long history.
   */
  private static final int DAYS_AT_ONCE = 32;

  private final FeatureCalculator features;

  public CrossingDate(FeatureCalculator features) {
    this.features = features;
  }

  /**
   * The transition of a customer to a higher risk segment.
   *
   * @param day the first day in the higher segment, if the customer stays silent until then
   */
  public record Crossing(LocalDate day, RiskSegment segment) {
    public Crossing {
      requireNonNull(day, "day");
      requireNonNull(segment, "segment");
    }
  }

  /**
   * {@return the first day after {@code asOf} on which the model puts the customer into a higher
   * segment than at {@code asOf}} The result is empty if no higher segment exists, or if none is
   * reached within {@value #MAX_DAYS} days.
   *
   * @param events the customer's events; those after {@code asOf} are ignored
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before {@code asOf}
   */
  public Optional<Crossing> find(
      Predictor model, Collection<CustomerEvent> events, LocalDate asOf) {
    // later events must not count, because the search assumes silence
    Collection<CustomerEvent> known =
        events.stream().filter(event -> !event.day().isAfter(asOf)).toList();
    RiskSegment today = segments(model, known, List.of(asOf)).get(0);
    if (today == RiskSegment.CRITICAL) {
      return Optional.empty();
    }
    for (int from = 1; from <= MAX_DAYS; from += DAYS_AT_ONCE) {
      int to = Math.min(MAX_DAYS, from + DAYS_AT_ONCE - 1);
      List<LocalDate> days = IntStream.rangeClosed(from, to).mapToObj(asOf::plusDays).toList();
      List<RiskSegment> segments = segments(model, known, days);
      for (int i = 0; i < days.size(); i++) {
        if (segments.get(i).compareTo(today) > 0) {
          return Optional.of(new Crossing(days.get(i), segments.get(i)));
        }
      }
    }
    return Optional.empty();
  }

  private List<RiskSegment> segments(
      Predictor model, Collection<CustomerEvent> events, List<LocalDate> days) {
    List<FeatureVector> vectors = features.computeEach(events, days, model.featureDefinition());
    return IntStream.range(0, days.size())
        .mapToObj(i -> model.on(days.get(i)).predict(vectors.get(i)).segment())
        .toList();
  }
}
