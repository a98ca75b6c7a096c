package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.prediction.SilenceCurve;
import java.util.List;
import java.util.Optional;

/**
 * A prediction with the probability of silence for several horizons, as answers show it.
 *
 * @param prediction the view of the prediction
 * @param curve empty if the model has no curve
 * @param curveNote why there is no curve; empty if there is one
 */
public record CurvedPredictionView(
    @JsonUnwrapped Object prediction, Optional<List<PointView>> curve, Optional<String> curveNote) {
  private static final String NO_CURVE =
      "The model has no curve: it was trained by an earlier version or on a feature table of one, on"
          + " labels of a file, on churn by events, or on too few customers. \"curve\" among the"
          + " parameters of the model says which. After an earlier version, process the dataset again"
          + " and train a new model.";

  public static CurvedPredictionView of(Object prediction, Optional<SilenceCurve> curve) {
    return new CurvedPredictionView(
        prediction,
        curve.map(known -> known.points().stream().map(PointView::of).toList()),
        curve.isPresent() ? Optional.empty() : Optional.of(NO_CURVE));
  }

  record PointView(int days, double probability) {
    static PointView of(SilenceCurve.Point point) {
      return new PointView(point.days(), point.probability().value());
    }
  }
}
