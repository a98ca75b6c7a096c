package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What must be known of a model to read its predictions: predictions of models with different
 * horizons or definitions of activity cannot be compared.
 *
 * @param horizonDays the days after the as-of date in which churn is predicted; empty for labels of
 *     a file, whose horizon is unknown, and for models of versions without provenance
 * @param labelsFromFile whether the labels came with the file; empty if that is not known
 * @param data the settings with which the rows were made; empty if they are not known
 */
public record ModelSummary(
    ModelId id,
    int version,
    ModelType type,
    OptionalInt horizonDays,
    Optional<Boolean> labelsFromFile,
    Optional<DataDefinition> data) {
  public ModelSummary {
    requireNonNull(id, "id");
    requireNonNull(type, "type");
    requireNonNull(horizonDays, "horizonDays");
    requireNonNull(labelsFromFile, "labelsFromFile");
    requireNonNull(data, "data");
  }

  /** {@return the summary of a trained model} */
  public static ModelSummary of(TrainingRun model) {
    ModelVersion version = model.version();
    Optional<Provenance> provenance = version.provenance();
    return new ModelSummary(
        model.id(),
        version.version(),
        model.knownType(),
        provenance
            .filter(known -> !known.labelsFromFile())
            .map(known -> OptionalInt.of(known.horizonDays()))
            .orElseGet(OptionalInt::empty),
        provenance.map(Provenance::labelsFromFile),
        provenance.flatMap(Provenance::data));
  }
}
