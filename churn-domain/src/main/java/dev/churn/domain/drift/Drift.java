package dev.churn.domain.drift;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.model.ModelId;
import java.time.LocalDate;
import java.util.List;

/**
 * The drift of the customers at an as-of date, compared with the rows that a model was trained on.
 *
 * @param asOf the as-of date of the customers
 * @param window customers and rows outside of this window do not count
 * @param features the drift of each feature, in the order of {@link
 *     dev.churn.domain.feature.Feature}
 */
public record Drift(
    ModelId model,
    int modelVersion,
    LocalDate asOf,
    ActiveWindow window,
    List<FeatureDrift> features) {
  public Drift {
    requireNonNull(model, "model");
    requireNonNull(asOf, "asOf");
    requireNonNull(window, "window");
    features = List.copyOf(features);
  }
}
