package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.page.Page;
import dev.churn.domain.usecase.organization.ManageTargets;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.request.JsonBody;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds, shows, changes and deletes targets. The default one is the organization with its settings,
 * which are changed there.
 */
public final class TargetRoutes {
  private static final String PATH = "/api/v1/organizations/{org_id}/targets";
  private static final String TARGET = PATH + "/{target_name}";
  private static final Set<String> FIELDS =
      Stream.concat(Stream.of("name"), SettingsChange.FIELDS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Churn churn;
  private final ManageTargets targets;

  public TargetRoutes(Churn churn) {
    this.churn = churn;
    this.targets = churn.targets();
  }

  public void register(Routes routes) {
    routes.postBody(PATH, Access.ADMIN, Action.TARGET_CREATE, this::create);
    routes.get(PATH, Access.READ, this::list, Routes.PAGE);
    routes.get(TARGET, Access.READ, this::show);
    routes.patch(TARGET, Access.ADMIN, Action.TARGET_CHANGE, this::update);
    routes.delete(TARGET, Access.ADMIN, Action.TARGET_DELETE, this::delete);
  }

  private record View(
      String name,
      int churnThresholdDays,
      int activeWindowDays,
      List<String> activityEventTypes,
      List<String> churnEventTypes,
      boolean pipeline,
      String activation,
      Instant createdAt) {
    static View of(Organization target) {
      OrganizationSettings settings = target.settings();
      return new View(
          target.parent().isPresent() ? target.name() : TargetName.DEFAULT.value(),
          settings.churnThresholdDays(),
          settings.activeWindowDays(),
          settings.activityEventTypes().stream().sorted().toList(),
          settings.churnEventTypes().stream().sorted().toList(),
          settings.pipeline(),
          settings.activation().id(),
          target.createdAt());
    }
  }

  private void create(Context ctx) throws IOException {
    OrganizationId owner = Requests.organization(ctx);
    JsonBody body = JsonBody.of(ctx, FIELDS);
    Optional<TargetName> name = body.required("name", TargetName::new);
    SettingsChange change = SettingsChange.read(body);
    Organization created = targets.create(owner, name.orElseThrow(), change::applyTo);
    Auditing.subject(ctx, created.name());
    ctx.status(201)
        .header("Location", PATH.replace("{org_id}", owner.toString()) + "/" + created.name());
    Requests.json(ctx, View.of(created));
  }

  private void list(Context ctx) {
    OrganizationId owner = Requests.organization(ctx);
    List<Organization> all =
        Stream.concat(Stream.of(churn.organizations().load(owner)), targets.list(owner).stream())
            .toList();
    Requests.list(ctx, "targets", Page.of(all, Requests.page(ctx)), View::of);
  }

  private void show(Context ctx) {
    OrganizationId owner = Requests.organization(ctx);
    TargetName name = name(ctx);
    Organization shown =
        name.isDefault()
            ? churn.organizations().load(owner)
            : targets.load(owner, target(ctx, name));
    Requests.json(ctx, View.of(shown));
  }

  private void update(Context ctx) throws IOException {
    OrganizationId target = target(ctx, changeable(ctx, "change"));
    SettingsChange change = SettingsChange.read(JsonBody.of(ctx, SettingsChange.FIELDS));
    Organization updated = targets.update(Requests.organization(ctx), target, change::applyTo);
    churn.predictions().renewSettings(target);
    Requests.json(ctx, View.of(updated));
  }

  private void delete(Context ctx) {
    OrganizationId target = target(ctx, changeable(ctx, "delete"));
    targets.delete(Requests.organization(ctx), target);
    ctx.status(204).removeHeader("Content-Type");
  }

  private static TargetName name(Context ctx) {
    return Requests.path(ctx, "target_name", TargetName::new);
  }

  private static TargetName changeable(Context ctx, String verb) {
    TargetName name = name(ctx);
    if (name.isDefault()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "The default target is the organization itself; %s the organization instead"
              .formatted(verb));
    }
    return name;
  }

  private OrganizationId target(Context ctx, TargetName name) {
    return churn.knownTargets().resolve(Requests.organization(ctx), name);
  }
}
