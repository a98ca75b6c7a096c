package dev.churn.domain.usecase.definition;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Remedy;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.util.Optional;

/** Shows what may count as churn in a dataset; computed when the dataset was processed. */
public final class ShowDefinition {
  private final Organizations organizations;
  private final DatasetCatalog catalog;

  public ShowDefinition(Organizations organizations, DatasetCatalog catalog) {
    this.organizations = organizations;
    this.catalog = catalog;
  }

  /**
   * {@return the definition that the dataset suggests}
   *
   * @param dataset a feature table, or a raw dataset that has one
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if organization or dataset do not
   *     exist, {@link ErrorCode#UNPROCESSABLE} if the dataset has not been processed, or by a
   *     version without definitions, {@link ErrorCode#CONFLICT} while it is processed for the first
   *     time
   */
  public ChurnDefinition load(OrganizationId organization, DatasetId dataset) {
    Lookup.organization(organizations, organization);
    FeatureDataset table = Lookup.features(catalog, organization, dataset);
    return catalog
        .findDefinition(organization, table.id())
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.UNPROCESSABLE,
                    ("Expected a dataset processed by this version, found that %s was processed by"
                            + " an earlier one; process it again")
                        .formatted(table.sourceId()),
                    new Remedy(
                        Remedy.Action.PROCESS_DATASET, Optional.of(table.sourceId().value()))));
  }

  /**
   * {@return a sentence if most of those who are called churned with the horizon of a processed raw
   * dataset come back later} Empty as well if silence is no churn, because customers leave by
   * events or the file brings labels, and if it is not known.
   */
  public Optional<String> findWarning(OrganizationId organization, DatasetId raw) {
    return catalog
        .findFeaturesOf(organization, raw)
        .filter(table -> isSilenceChurn(table.manifest()))
        .flatMap(
            table ->
                catalog
                    .findDefinition(organization, table.id())
                    .flatMap(definition -> definition.warning(table.manifest().horizonDays())));
  }

  private static boolean isSilenceChurn(FeatureManifest table) {
    return table.definition().churnEventTypes().isEmpty()
        && table.snapshots().stream().noneMatch(s -> s.role() == SnapshotRole.LABELLED);
  }
}
