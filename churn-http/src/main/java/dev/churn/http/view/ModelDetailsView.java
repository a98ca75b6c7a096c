package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import java.util.Optional;

/** A model of the registry with its whole evaluation and origin, as the answer for one shows it. */
public record ModelDetailsView(
    @JsonUnwrapped ModelView model,
    @JsonUnwrapped EvaluationView evaluation,
    Optional<ProvenanceView> provenance) {
  public static ModelDetailsView of(TrainingRun model, ModelView.Serving serving) {
    return new ModelDetailsView(
        ModelView.of(model, serving),
        EvaluationView.of(model.findVersion().map(ModelVersion::evaluation)),
        ProvenanceView.of(model));
  }
}
