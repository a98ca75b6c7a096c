package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.DataDefinition;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up what the predictions of an organization's models can be judged by, each once. */
final class ModelHorizons {
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final OrganizationId organization;
  private final Map<ModelId, Optional<ModelHorizon>> found = new HashMap<>();

  ModelHorizons(DatasetCatalog catalog, ModelRegistry registry, OrganizationId organization) {
    this.catalog = catalog;
    this.registry = registry;
    this.organization = organization;
  }

  /** {@return the horizon of a model; empty if it is not known} */
  Optional<ModelHorizon> find(ModelId model) {
    return found.computeIfAbsent(model, this::lookUp);
  }

  private Optional<ModelHorizon> lookUp(ModelId id) {
    Optional<TrainingRun> model = registry.find(organization, id);
    Optional<Provenance> provenance =
        model.flatMap(TrainingRun::findVersion).flatMap(ModelVersion::provenance);
    Optional<FeatureDataset> table =
        model.flatMap(run -> catalog.findFeatures(organization, run.features()));
    if (provenance.isPresent()) {
      return provenance.map(origin -> horizon(origin, table));
    }
    return table.map(this::horizon); // trained before provenance was recorded
  }

  private ModelHorizon horizon(Provenance origin, Optional<FeatureDataset> table) {
    return new ModelHorizon(
        origin.labelsFromFile(),
        origin.horizonDays(),
        origin.learnedFrom(),
        origin
            .data()
            .map(DataDefinition::activeWindow)
            .or(() -> table.map(found -> found.manifest().activeWindow()))
            .orElse(ClosedHorizons.USUAL_REACH)
            .days(),
        origin.data().map(DataDefinition::churnEventTypes).orElse(Set.of()),
        firstDay(origin.raw()));
  }

  private ModelHorizon horizon(FeatureDataset table) {
    List<Snapshot> labeled =
        table.manifest().snapshots().stream().filter(s -> s.role() != SnapshotRole.SCORE).toList();
    return new ModelHorizon(
        labeled.stream().anyMatch(s -> s.role() == SnapshotRole.LABELLED),
        table.manifest().horizonDays(),
        labeled.stream().map(Snapshot::asOf).toList(),
        table.manifest().activeWindowDays(),
        table.manifest().definition().churnEventTypes(),
        firstDay(table.sourceId()));
  }

  private Optional<LocalDate> firstDay(DatasetId raw) {
    return catalog.findRaw(organization, raw).map(file -> file.profile().firstDay());
  }
}
