package dev.churn.domain.usecase.organization;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
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

/**
 * Deletes organizations with everything of theirs: metadata, predictions, stored objects and cached
 * models. A deletion that was cut off goes on with {@link #resume} or when it is requested again.
 */
public final class DeleteOrganization {
  private final Organizations organizations;
  private final ModelRegistry registry;
  private final ModelArtifacts artifacts;
  private final ObjectStore objects;
  private final Consumer<OrganizationId> forget;

  /**
   * @param forget makes this server forget the cached models of an organization
   */
  public DeleteOrganization(
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

  /**
   * Deletes an organization. It is hidden at once; the method returns when nothing is left.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if it does not exist (any more), {@link
   *     ErrorCode#CONFLICT} if it has unfinished jobs
   */
  public void delete(OrganizationId id) {
    if (!organizations.beginDeletion(id)) {
      throw new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id);
    }
    finish(id);
  }

  /** Finishes the deletions that were cut off. */
  public void resume() {
    organizations.inDeletion().forEach(this::finish);
  }

  private void finish(OrganizationId id) {
    forget.accept(id);
    deleteModelFiles(id);
    deleteObjects(id);
    // the organization goes last, so that its deletion can be resumed until then
    organizations.purge(id);
    deleteObjects(id); // of calls that were under way
    forget.accept(id); // what was loaded meanwhile
  }

  /** Deletes model files one by one, because this server may have copies of them. */
  private void deleteModelFiles(OrganizationId id) {
    long offset = 0;
    Page<TrainingRun> page;
    do {
      page = registry.list(id, new PageRequest(PageRequest.MAX_LIMIT, offset));
      page.items().forEach(model -> artifacts.delete(id, model.id()));
      offset += page.items().size();
    } while (!page.items().isEmpty() && offset < page.total());
  }

  private void deleteObjects(OrganizationId id) {
    for (Bucket bucket : Bucket.values()) {
      objects.list(bucket, "org_" + id).forEach(objects::delete);
    }
  }
}
