package dev.churn.http.view;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.usecase.serving.PredictChurn.Prediction;
import dev.churn.domain.value.CustomerValue;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The prediction for one customer, as answers show it. */
public record PredictionView(
    String customerId,
    double churnProbability,
    String riskSegment,
    LocalDate asOf,
    String customerState,
    int daysSilent,
    OptionalDouble expectedActivity,
    OptionalDouble expectedSpend,
    OptionalDouble valueAtRisk,
    String modelId,
    int modelVersion,
    String modelType,
    String modelRole,
    OptionalInt horizonDays,
    DefinitionView definition,
    Map<String, Double> features,
    List<String> warnings) {
  /**
   * {@return the view of a prediction}
   *
   * @param warnings sentences about the request, before those about its events
   */
  public static PredictionView of(String customerId, Prediction prediction, List<String> warnings) {
    Optional<CustomerValue> value = prediction.value();
    return new PredictionView(
        customerId,
        prediction.probability().value(),
        prediction.probability().segment().label(),
        prediction.asOf(),
        Texts.of(prediction.activity().state()),
        prediction.activity().daysSilent(),
        value
            .map(CustomerValue::expectedActivity)
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()),
        value.map(CustomerValue::expectedSpend).orElse(OptionalDouble.empty()),
        value.map(CustomerValue::valueAtRisk).orElse(OptionalDouble.empty()),
        prediction.model().toString(),
        prediction.modelVersion(),
        prediction.summary().type().id(),
        Texts.of(prediction.role()),
        prediction.summary().horizonDays(),
        DefinitionView.of(Optional.of(prediction.summary())),
        byName(prediction.features()),
        Stream.concat(warnings.stream(), prediction.warnings().stream()).toList());
  }

  private static Map<String, Double> byName(FeatureVector features) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (Feature feature : Feature.values()) {
      named.put(feature.columnName(), features.get(feature));
    }
    return named;
  }
}
