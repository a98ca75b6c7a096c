package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.erasure.RemovedRows;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.Organizations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/** The organizations in memory. */
public final class InMemoryOrganizations implements Organizations {
  private final InMemoryDatabase database;

  public InMemoryOrganizations(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void add(Organization organization) {
    database.run(
        () -> {
          organization.parent().ifPresent(parent -> requireNewTarget(parent, organization));
          if (database.organizations.putIfAbsent(organization.id(), organization) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Organization %s exists already".formatted(organization.id()));
          }
        });
  }

  private void requireNewTarget(OrganizationId parent, Organization target) {
    require(database, parent);
    if (targets(parent).stream().anyMatch(other -> other.name().equals(target.name()))) {
      throw new ChurnException(
          ErrorCode.CONFLICT, "The name of target '%s' exists".formatted(target.name()));
    }
  }

  @Override
  public List<Organization> targets(OrganizationId organization) {
    return database.call(
        () ->
            visible()
                .filter(target -> target.parent().equals(Optional.of(organization)))
                .sorted(Comparator.comparing(Organization::createdAt))
                .toList());
  }

  private Stream<Organization> visible() {
    return database.organizations.values().stream()
        .filter(organization -> !database.deletions.contains(organization.id()));
  }

  @Override
  public void update(Organization organization) {
    database.run(
        () -> {
          require(database, organization.id());
          database.organizations.put(organization.id(), organization);
        });
  }

  @Override
  public Optional<Organization> find(OrganizationId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.organizations.get(id))
                .filter(organization -> !database.deletions.contains(id)));
  }

  @Override
  public Organization lock(OrganizationId id) {
    return database.call(
        () -> { // nothing to lock: transactions here run one at a time
          require(database, id);
          return database.organizations.get(id);
        });
  }

  @Override
  public Page<Organization> list(PageRequest page) {
    List<Organization> all =
        database.call(
            () ->
                visible()
                    .filter(organization -> organization.parent().isEmpty())
                    .sorted(Comparator.comparing(Organization::createdAt))
                    .toList());
    return Page.of(all, page);
  }

  @Override
  public boolean beginDeletion(OrganizationId id) {
    return database.call(
        () -> {
          if (!database.organizations.containsKey(id)) {
            return false;
          }
          if (database.jobs.values().stream()
              .filter(job -> job.request().organizationId().equals(id))
              .anyMatch(
                  job -> List.of(JobStatus.QUEUED, JobStatus.RUNNING).contains(job.status()))) {
            throw new ChurnException(
                ErrorCode.CONFLICT,
                "Organization %s has unfinished jobs; wait for them or cancel them".formatted(id));
          }
          database.deletions.add(id);
          return true;
        });
  }

  @Override
  public void purge(OrganizationId id, ObjLongConsumer<RemovedRows> removed) {
    database.run(
        () -> {
          if (database.deletions.contains(id)) {
            if (database.organizations.values().stream()
                .anyMatch(target -> target.parent().equals(Optional.of(id)))) {
              throw new ChurnException(
                  ErrorCode.CONFLICT, "Organization %s still has targets".formatted(id));
            }
            new InMemoryPurge(database, id).run(removed);
          }
        });
  }

  /** {@return the organization itself or, for a target, the one that it belongs to} */
  static OrganizationId owner(InMemoryDatabase database, OrganizationId id) {
    Organization known = database.organizations.get(id);
    return known == null ? id : known.owner();
  }

  static void require(InMemoryDatabase database, OrganizationId id) {
    if (!database.organizations.containsKey(id) || database.deletions.contains(id)) {
      throw new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id);
    }
  }
}
