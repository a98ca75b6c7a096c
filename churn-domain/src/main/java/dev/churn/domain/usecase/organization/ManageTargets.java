package dev.churn.domain.usecase.organization;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Creates, changes, lists and deletes the targets of organizations: further definitions of churn,
 * each with models, a deployment and predictions of its own, on the files of the organization. The
 * default target is the organization itself.
 */
public final class ManageTargets {
  private final Organizations organizations;
  private final Transactions transactions;
  private final RemoveObjects removals;
  private final Consumer<OrganizationId> changed;
  private final InstantSource clock;

  /**
   * Creates the use case over its ports.
   *
   * @param changed is told the organization whose targets have been created, changed or deleted
   */
  public ManageTargets(
      Organizations organizations,
      Transactions transactions,
      RemoveObjects removals,
      Consumer<OrganizationId> changed,
      InstantSource clock) {
    this.organizations = organizations;
    this.transactions = transactions;
    this.removals = removals;
    this.changed = changed;
    this.clock = clock;
  }

  /**
   * {@return the targets of an organization by time of creation, without the default one}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist
   */
  public List<Organization> list(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    return organizations.targets(organization);
  }

  /**
   * {@return a new target}
   *
   * @param settings makes its settings from those of the organization, whose time zone it keeps
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#CONFLICT} if it has a target of this name, {@link
   *     ErrorCode#QUOTA_EXCEEDED} if it has {@link Organization#MOST_TARGETS} targets
   */
  public Organization create(
      OrganizationId organization, TargetName name, UnaryOperator<OrganizationSettings> settings) {
    Organization created =
        transactions.call(
            () -> {
              Organization owner = organizations.lock(organization);
              requireRoom(organization, name);
              var target =
                  new Organization(
                      OrganizationId.newTarget(),
                      name.value(),
                      settings.apply(owner.settings()).in(owner.settings().timeZone()),
                      clock.instant(),
                      Optional.of(organization));
              organizations.add(target);
              return target;
            });
    changed.accept(organization);
    return created;
  }

  private void requireRoom(OrganizationId organization, TargetName name) {
    List<Organization> others = organizations.targets(organization);
    if (name.isDefault() || find(others, name).isPresent()) {
      throw new ChurnException(
          ErrorCode.CONFLICT,
          "Expected a name that no target of the organization has, found '%s'".formatted(name));
    }
    if (others.size() >= Organization.MOST_TARGETS) {
      throw new ChurnException(
          ErrorCode.QUOTA_EXCEEDED,
          "Number of targets: expected at most %d beside the default one, found one more; delete some"
              .formatted(Organization.MOST_TARGETS));
    }
  }

  /**
   * {@return a target}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such target
   */
  public Organization load(OrganizationId organization, OrganizationId target) {
    return organizations.targets(organization).stream()
        .filter(known -> known.id().equals(target))
        .findFirst()
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s does not have this target, or it was deleted"
                        .formatted(organization)));
  }

  /**
   * {@return a target after applying {@code change} to its settings; its time zone stays}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such target
   */
  public Organization update(
      OrganizationId organization,
      OrganizationId target,
      UnaryOperator<OrganizationSettings> change) {
    Organization updated =
        transactions.call(
            () -> {
              OrganizationSettings ofOwner = organizations.lock(organization).settings();
              load(organization, target);
              Organization before = organizations.lock(target);
              Organization after =
                  before.with(change.apply(before.settings()).in(ofOwner.timeZone()));
              organizations.update(after);
              return after;
            });
    changed.accept(organization);
    return updated;
  }

  /**
   * Deletes a target with its models, feature tables and predictions; the files of the organization
   * stay. It is hidden at once; the method returns when nothing is left, or after some seconds, in
   * which case the rest is removed later.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such target,
   *     {@link ErrorCode#CONFLICT} if it has unfinished jobs
   */
  public void delete(OrganizationId organization, OrganizationId target) {
    var everything = List.of(new WholeOrganization(target));
    transactions.run(
        () -> {
          organizations.lock(organization); // targets come and go under this lock
          load(organization, target);
          beginDeletion(target);
          removals.note(everything);
        });
    changed.accept(organization);
    removals.removeSoon(everything);
  }

  private void beginDeletion(OrganizationId target) {
    try {
      organizations.beginDeletion(target);
    } catch (ChurnException e) {
      throw e.code() == ErrorCode.CONFLICT
          ? new ChurnException(
              e.code(), "The target has unfinished jobs; wait for them or cancel them", e)
          : e;
    }
  }

  private static Optional<Organization> find(List<Organization> targets, TargetName name) {
    return targets.stream().filter(target -> target.name().equals(name.value())).findFirst();
  }
}
