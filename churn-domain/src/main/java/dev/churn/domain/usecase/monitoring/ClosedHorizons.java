package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.OutcomeDay;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.PredictionOutcomes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the past predictions whose outcomes a newer dataset contains. The horizon is that of the
 * labels that the model was trained on, even if the organization's setting has changed since. A
 * model trained on labels from a file has no known horizon and cannot be evaluated.
 *
 * <p>The file must cover the whole horizon, (T, T + H], so that silence in the file means no
 * activity. If the file also covers days up to T, it should contain the customer; a missing
 * customer may have been deleted or renamed, so the outcome is unknown. If the file begins after T,
 * a missing customer has churned.
 */
final class ClosedHorizons {
  /**
   * The maximum age of evaluated predictions in days, so that the work does not grow without bound.
   */
  static final int DAYS_BACK = 366;

  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final PredictionOutcomes outcomes;

  ClosedHorizons(DatasetCatalog catalog, ModelRegistry registry, PredictionOutcomes outcomes) {
    this.catalog = catalog;
    this.registry = registry;
    this.outcomes = outcomes;
  }

  /**
   * {@return the as-of dates whose horizon has closed and is covered by {@code source}, the
   * earliest first}
   */
  List<OutcomeDay> find(RawDataset source) {
    OrganizationId organization = source.organizationId();
    LocalDate first = source.profile().firstDay();
    LocalDate last = source.asOf();
    Map<ModelId, OptionalInt> known = new HashMap<>();
    Map<LocalDate, Map<Integer, Set<ModelId>>> models = new TreeMap<>();
    for (PredictedDay day : outcomes.predictedDays(organization)) {
      OptionalInt horizon =
          known.computeIfAbsent(day.model(), model -> horizonOf(organization, model));
      if (horizon.isPresent()
          && !day.asOf().plusDays(horizon.getAsInt()).isAfter(last)
          && !first.isAfter(day.asOf().plusDays(1))
          && !day.asOf().isBefore(last.minusDays(DAYS_BACK))) {
        models
            .computeIfAbsent(day.asOf(), asOf -> new TreeMap<>())
            .computeIfAbsent(horizon.getAsInt(), days -> new HashSet<>())
            .add(day.model());
      }
    }
    List<OutcomeDay> days = new ArrayList<>();
    models.forEach(
        (asOf, byHorizon) ->
            byHorizon.forEach(
                (horizon, speaking) ->
                    days.add(new OutcomeDay(asOf, horizon, speaking, first.isAfter(asOf)))));
    return days;
  }

  /** {@return the horizon H of a model's predictions, or empty if they cannot be evaluated} */
  OptionalInt horizonOf(OrganizationId organization, ModelId id) {
    Optional<TrainingRun> model = registry.find(organization, id);
    Optional<Provenance> provenance =
        model.flatMap(TrainingRun::findVersion).flatMap(ModelVersion::provenance);
    if (provenance.isPresent()) {
      return provenance.get().labelsFromFile()
          ? OptionalInt.empty()
          : OptionalInt.of(provenance.get().horizonDays());
    }
    return model // trained before provenance was recorded
        .map(TrainingRun::features)
        .flatMap(features -> catalog.findFeatures(organization, features))
        .map(FeatureDataset::manifest)
        .filter(
            manifest ->
                manifest.snapshots().stream().noneMatch(s -> s.role() == SnapshotRole.LABELLED))
        .map(manifest -> OptionalInt.of(manifest.horizonDays()))
        .orElse(OptionalInt.empty());
  }
}
