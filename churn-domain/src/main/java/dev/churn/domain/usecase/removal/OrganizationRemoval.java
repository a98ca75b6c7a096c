package dev.churn.domain.usecase.removal;

import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.storage.Bucket;
import java.util.function.Consumer;

/** Removes everything of organizations whose deletion has begun; may be repeated at any point. */
public final class OrganizationRemoval {
  private final Organizations organizations;
  private final ModelRegistry registry;
  private final ModelArtifacts artifacts;
  private final ObjectStore objects;
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
      Consumer<OrganizationId> forget) {
    this.organizations = organizations;
    this.registry = registry;
    this.artifacts = artifacts;
    this.objects = objects;
    this.forget = forget;
  }

  void remove(OrganizationId id) {
    if (organizations.find(id).isPresent()) {
      return; // one of the same id was created after everything of the deleted one was removed
    }
    forget.accept(id);
    removeModelFiles(id);
    removeObjects(id);
    // the organization goes last: until then, nobody can create another of the same id
    organizations.purge(id);
    if (organizations.find(id).isEmpty()) {
      removeObjects(id); // of calls that were under way
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

  private void removeObjects(OrganizationId id) {
    for (Bucket bucket : Bucket.values()) {
      objects.list(bucket, "org_" + id).forEach(objects::delete);
    }
  }
}
