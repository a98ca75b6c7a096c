package dev.churn.domain.explanation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.port.FeatureEngineering;
import dev.churn.domain.prediction.RiskSegment;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;

/** Finds the day on which a customer who stays silent enters a higher segment. */
public final class CrossingDate {
  /** How far it looks ahead. */
  public static final int MAX_DAYS = 365;

  private final FeatureEngineering features;

  public CrossingDate(FeatureEngineering features) {
    this.features = features;
  }

  /**
   * A customer becomes more urgent.
   *
   * @param day the first in the higher segment, if nothing happens up to it
   */
  public record Crossing(LocalDate day, RiskSegment segment) {
    public Crossing {
      requireNonNull(day, "day");
      requireNonNull(segment, "segment");
    }
  }

  /**
   * {@return the first day after {@code asOf} on which the model puts the customer into a higher
   * segment than at {@code asOf}} Empty if there is no higher one, or none is reached within
   * {@value #MAX_DAYS} days.
   *
   * @param events those after {@code asOf} do not count
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before {@code asOf}
   */
  public Optional<Crossing> find(
      ChurnModel model, Collection<CustomerEvent> events, LocalDate asOf) {
    // what is known later must not count, or silence would not be silence
    Collection<CustomerEvent> known =
        events.stream().filter(event -> !event.day().isAfter(asOf)).toList();
    RiskSegment today = segment(model, known, asOf);
    if (today == RiskSegment.CRITICAL) {
      return Optional.empty();
    }
    for (int days = 1; days <= MAX_DAYS; days++) {
      LocalDate day = asOf.plusDays(days);
      RiskSegment then = segment(model, known, day);
      if (then.compareTo(today) > 0) {
        return Optional.of(new Crossing(day, then));
      }
    }
    return Optional.empty();
  }

  private RiskSegment segment(ChurnModel model, Collection<CustomerEvent> events, LocalDate asOf) {
    return model.predict(features.compute(events, asOf, model.featureDefinition())).segment();
  }
}
