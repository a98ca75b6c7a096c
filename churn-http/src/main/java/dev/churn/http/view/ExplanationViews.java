package dev.churn.http.view;

import dev.churn.domain.explanation.Explanation;
import dev.churn.domain.explanation.Reason;
import dev.churn.domain.usecase.serving.PredictChurn.Explained;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a prediction is what it is, as answers show it. */
public final class ExplanationViews {
  private ExplanationViews() {}

  /** {@return the prediction with its reasons and the day of the next segment, null if none} */
  public static Map<String, Object> with(Map<String, Object> prediction, Explained explained) {
    prediction.put("explanation", explanation(explained.explanation()));
    prediction.put("crossing_date", explained.crossing().map(c -> c.day().toString()).orElse(null));
    prediction.put(
        "crossing_segment", explained.crossing().map(c -> c.segment().label()).orElse(null));
    return prediction;
  }

  private static Map<String, Object> explanation(Explanation explanation) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("base_probability", explanation.baseProbability());
    Map<String, Double> contributions = new LinkedHashMap<>();
    explanation
        .contributions()
        .forEach((feature, value) -> contributions.put(feature.columnName(), value));
    view.put("contributions", contributions);
    view.put("reasons", explanation.reasons().stream().map(ExplanationViews::reason).toList());
    return view;
  }

  private static Map<String, Object> reason(Reason reason) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("feature", reason.feature().columnName());
    view.put("contribution", reason.contribution());
    view.put("text", reason.text());
    return view;
  }
}
