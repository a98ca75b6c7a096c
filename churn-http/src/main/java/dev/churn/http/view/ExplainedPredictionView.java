package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.explanation.CrossingDate.Crossing;
import dev.churn.domain.explanation.Explanation;
import dev.churn.domain.explanation.Reason;
import dev.churn.domain.usecase.serving.PredictChurn.Explained;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prediction with its reasons, as answers show it.
 *
 * @param prediction the view of the prediction
 * @param crossingDate the first day on which a customer who stays silent is in a higher segment;
 *     empty if there is none
 * @param crossingSegment that segment
 */
public record ExplainedPredictionView(
    @JsonUnwrapped Object prediction,
    ExplanationView explanation,
    Optional<LocalDate> crossingDate,
    Optional<String> crossingSegment) {
  public static ExplainedPredictionView of(Object prediction, Explained explained) {
    return new ExplainedPredictionView(
        prediction,
        ExplanationView.of(explained.explanation()),
        explained.crossing().map(Crossing::day),
        explained.crossing().map(crossing -> crossing.segment().label()));
  }

  record ExplanationView(
      double baseProbability, Map<String, Double> contributions, List<ReasonView> reasons) {
    static ExplanationView of(Explanation explanation) {
      Map<String, Double> contributions = new LinkedHashMap<>();
      explanation
          .contributions()
          .forEach((feature, value) -> contributions.put(feature.columnName(), value));
      return new ExplanationView(
          explanation.baseProbability(),
          contributions,
          explanation.reasons().stream().map(ReasonView::of).toList());
    }
  }

  record ReasonView(String feature, double contribution, String text) {
    static ReasonView of(Reason reason) {
      return new ReasonView(reason.feature().columnName(), reason.contribution(), reason.text());
    }
  }
}
