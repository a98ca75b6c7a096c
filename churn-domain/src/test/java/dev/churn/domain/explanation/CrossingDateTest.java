package dev.churn.domain.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.explanation.CrossingDate.Crossing;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CrossingDateTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 2, 20);
  private static final List<CustomerEvent> EVENTS =
      List.of(
          CustomerEvent.of(LocalDate.of(2024, 1, 1), 5),
          CustomerEvent.of(LocalDate.of(2024, 2, 10), 5));

  /** Knows the days since the last event alone. */
  private static final class Silence implements FeatureCalculator {
    @Override
    public FeatureVector compute(
        Collection<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition) {
      LocalDate last =
          events.stream()
              .map(CustomerEvent::day)
              .filter(day -> !day.isAfter(asOf))
              .max(LocalDate::compareTo)
              .orElseThrow();
      return Vectors.of(0, 0, 0, 0, (double) ChronoUnit.DAYS.between(last, asOf), 0, 0, 0);
    }
  }

  private static Optional<Crossing> crossing(
      List<CustomerEvent> events, DoubleUnaryOperator riskBySilence) {
    var model =
        new RuleModel(
            List.of(FeatureVector.of(new double[Feature.COUNT])),
            features -> riskBySilence.applyAsDouble(features.get(Feature.TENURE_DAYS)));
    return new CrossingDate(new Silence()).find(model, events, AS_OF);
  }

  @Test
  void the_first_day_in_a_higher_segment_is_found() {
    // silent for 10 days: .2; .3 is reached after 15 days of silence
    assertThat(crossing(EVENTS, silent -> Math.min(1, silent / 50)))
        .contains(new Crossing(LocalDate.of(2024, 2, 25), RiskSegment.MEDIUM));
  }

  @Test
  void each_day_is_predicted_by_the_model_of_that_day() {
    List<FeatureVector> background = List.of(FeatureVector.of(new double[Feature.COUNT]));
    var model = new SeasonalRule(new RuleModel(background, features -> .1), AS_OF.plusDays(40));

    assertThat(new CrossingDate(new Silence()).find(model, EVENTS, AS_OF))
        .contains(new Crossing(AS_OF.plusDays(40), RiskSegment.CRITICAL));
  }

  /** A rule until a day, and certainty from then on. */
  private record SeasonalRule(RuleModel rule, LocalDate from) implements Predictor {
    @Override
    public Predictor on(LocalDate asOf) {
      return asOf.isBefore(from) ? rule : new RuleModel(rule.background(), features -> .9);
    }

    @Override
    public ModelType type() {
      return rule.type();
    }

    @Override
    public FeatureDefinition featureDefinition() {
      return rule.featureDefinition();
    }

    @Override
    public List<FeatureVector> background() {
      return rule.background();
    }

    @Override
    public ChurnProbability predict(FeatureVector features) {
      return rule.predict(features);
    }
  }

  @Test
  void no_day_is_left_out() {
    for (int days = 1; days <= CrossingDate.MAX_DAYS; days++) {
      int longest = 10 + days;

      assertThat(crossing(EVENTS, silent -> silent < longest ? 0.1 : 0.9))
          .contains(new Crossing(AS_OF.plusDays(days), RiskSegment.CRITICAL));
    }
  }

  @Test
  void a_segment_may_be_jumped_over() {
    assertThat(crossing(EVENTS, silent -> silent < 100 ? 0.4 : 0.9))
        .contains(new Crossing(LocalDate.of(2024, 5, 20), RiskSegment.CRITICAL));
  }

  @Test
  void a_lower_segment_is_no_crossing() {
    assertThat(crossing(EVENTS, silent -> silent < 20 ? 0.6 : silent < 30 ? 0.1 : 0.7))
        .contains(new Crossing(LocalDate.of(2024, 3, 11), RiskSegment.CRITICAL));
  }

  @Test
  void who_is_critical_or_never_gets_further_has_no_crossing() {
    assertThat(crossing(EVENTS, silent -> 0.7)).isEmpty();
    assertThat(crossing(EVENTS, silent -> 0.69)).isEmpty();
    assertThat(crossing(EVENTS, silent -> silent <= 10 + 365 ? 0.1 : 0.9)).isEmpty();
    assertThat(crossing(EVENTS, silent -> silent < 10 + 365 ? 0.1 : 0.9))
        .contains(new Crossing(AS_OF.plusDays(365), RiskSegment.CRITICAL));
  }

  @Test
  void what_comes_after_the_as_of_day_is_not_known() {
    List<CustomerEvent> withLater =
        List.of(EVENTS.get(0), EVENTS.get(1), CustomerEvent.of(AS_OF.plusDays(1), 5));

    assertThat(crossing(withLater, silent -> Math.min(1, silent / 50)))
        .isEqualTo(crossing(EVENTS, silent -> Math.min(1, silent / 50)));
  }
}
