package dev.churn.domain.usecase.removal;

import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Removes everything of organizations whose deletion has begun; may be repeated at any point. */
public final class OrganizationRemoval {
  /** The objects whose sizes are noted at a time. */
  private static final int STEP = 500;

  private final Organizations organizations;
  private final ModelRegistry registry;
  private final ModelArtifacts artifacts;
  private final ObjectStore objects;
  private final Receipts receipts;
  private final Consumer<OrganizationId> forget;

  /**
   * Creates the removal over its ports.
   *
   * @param forget makes this server forget the cached models of an organization
   */
  public OrganizationRemoval(
      Organizations organizations,
      ModelRegistry registry,
      ModelArtifacts artifacts,
      ObjectStore objects,
      Receipts receipts,
      Consumer<OrganizationId> forget) {
    this.organizations = organizations;
    this.registry = registry;
    this.artifacts = artifacts;
    this.objects = objects;
    this.receipts = receipts;
    this.forget = forget;
  }

  void remove(OrganizationId id) {
    if (organizations.find(id).isPresent()) {
      return; // one of the same id was created after everything of the deleted one was removed
    }
    Optional<ErasureId> receipt = receipts.findRunning(id);
    forget.accept(id);
    removeObjects(id, receipt);
    removeModelFiles(id);
    // the organization goes last: until then, nobody can create another of the same id
    organizations.purge(
        id,
        (rows, count) ->
            receipt.ifPresent(found -> receipts.note(found, rows.id(), "database", count)));
    if (organizations.find(id).isEmpty()) {
      removeObjects(id, receipt); // of calls that were under way
    }
    forget.accept(id); // what was loaded meanwhile
  }

  /** Removes model files one by one, because this server may have copies of them. */
  private void removeModelFiles(OrganizationId id) {
    long offset = 0;
    Page<TrainingRun> page;
    do {
      page = registry.list(id, new PageRequest(PageRequest.MAX_LIMIT, offset));
      for (TrainingRun model : page.items()) {
        artifacts.delete(id, model.id());
        artifacts.delete(id, model.id().asEvaluated());
      }
      offset += page.items().size();
    } while (!page.items().isEmpty() && offset < page.total());
  }

  private void removeObjects(OrganizationId id, Optional<ErasureId> receipt) {
    for (Bucket bucket : Bucket.values()) {
      List<ObjectKey> keys = objects.list(bucket, "org_" + id);
      for (int from = 0; from < keys.size(); from += STEP) {
        List<ObjectKey> some = keys.subList(from, Math.min(keys.size(), from + STEP));
        receipt.ifPresent(found -> receipts.noteObjects(found, sizes(some)));
        for (ObjectKey key : some) {
          objects.delete(key);
          receipt.ifPresent(found -> receipts.done(new StoredObject(key)));
        }
      }
    }
  }

  private Map<StoredObject, Long> sizes(List<ObjectKey> keys) {
    Map<StoredObject, Long> sizes = new LinkedHashMap<>();
    for (ObjectKey key : keys) {
      objects.size(key).ifPresent(bytes -> sizes.put(new StoredObject(key), bytes));
    }
    return sizes;
  }
}
