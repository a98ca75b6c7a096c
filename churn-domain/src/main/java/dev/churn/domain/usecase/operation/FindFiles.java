package dev.churn.domain.usecase.operation;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.Lookup;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds stored files: by URL if the storage serves them, by content otherwise. */
public final class FindFiles {
  private final Organizations organizations;
  private final ObjectStore objects;
  private final KnownFiles known;

  public FindFiles(
      Organizations organizations,
      ObjectStore objects,
      DatasetCatalog datasets,
      PredictionBatches batches,
      ModelRegistry models) {
    this.organizations = organizations;
    this.objects = objects;
    this.known = new KnownFiles(objects, datasets, batches, models);
  }

  /** {@return the URL of a file in its storage; useful to others if the bucket is public} */
  public String url(ObjectKey key) {
    return objects.url(key);
  }

  /** {@return the display name of the storage, for example "Supabase storage"} */
  public String storageName() {
    return objects.displayName();
  }

  /**
   * {@return the file of an organization, or empty if it does not exist or lies in the folder of
   * another organization} Its bytes are checked against what was recorded when it was stored. Of a
   * file that no row describes, only the length is checked.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist
   */
  public Optional<CheckedObject> find(OrganizationId organization, ObjectKey key) {
    Lookup.organization(organizations, organization);
    if (!key.owner().equals(Optional.of(organization))) {
      return Optional.empty();
    }
    OptionalLong size = objects.size(key);
    return size.isEmpty()
        ? Optional.empty()
        : known
            .find(key)
            .or(() -> Optional.of(new CheckedObject(objects, key, size, Optional.empty())));
  }
}
