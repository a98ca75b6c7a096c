package dev.churn.http.route;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TimeZones;
import dev.churn.domain.usecase.organization.DeleteOrganization;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.organization.ManageTargets;
import dev.churn.domain.usecase.serving.PredictChurn;
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

/** Adds, shows and changes organizations. */
public final class OrganizationRoutes {
  private static final String PATH = "/api/v1/organizations";
  private static final Set<String> FIELDS =
      Stream.concat(Stream.of("name", "time_zone"), SettingsChange.FIELDS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final ManageOrganizations organizations;
  private final DeleteOrganization deleted;
  private final ManageTargets targets;
  private final PredictChurn predictions;

  public OrganizationRoutes(Churn churn) {
    this.deleted = churn.deletedOrganizations();
    this.organizations = churn.organizations();
    this.targets = churn.targets();
    this.predictions = churn.predictions();
  }

  public void register(Routes routes) {
    routes.postBody(PATH, Access.OPERATOR, Action.ORGANIZATION_CREATE, this::create);
    routes.get(PATH, Access.OPERATOR, this::list, Routes.PAGE);
    routes.get(PATH + "/{org_id}", Access.READ, this::show);
    routes.patch(PATH + "/{org_id}", Access.ADMIN, Action.ORGANIZATION_CHANGE, this::update);
    routes.delete(PATH + "/{org_id}", Access.ADMIN, Action.ORGANIZATION_DELETE, this::delete);
  }

  private record View(
      String id,
      String name,
      int churnThresholdDays,
      int activeWindowDays,
      List<String> activityEventTypes,
      List<String> churnEventTypes,
      boolean pipeline,
      String activation,
      String timeZone,
      Instant createdAt) {
    static View of(Organization organization) {
      OrganizationSettings settings = organization.settings();
      return new View(
          organization.id().toString(),
          organization.name(),
          settings.churnThresholdDays(),
          settings.activeWindowDays(),
          settings.activityEventTypes().stream().sorted().toList(),
          settings.churnEventTypes().stream().sorted().toList(),
          settings.pipeline(),
          settings.activation().id(),
          TimeZones.idOf(settings.timeZone()),
          organization.createdAt());
    }
  }

  private void create(Context ctx) throws IOException {
    JsonBody body = JsonBody.of(ctx, FIELDS);
    Optional<String> name = Optional.of(body.requiredText("name"));
    SettingsChange change = SettingsChange.read(body);
    Organization created =
        organizations.create(name.orElseThrow(), change.applyTo(OrganizationSettings.defaults()));
    Auditing.subject(ctx, created.id());
    ctx.status(201).header("Location", PATH + "/" + created.id());
    Requests.json(ctx, View.of(created));
  }

  private void list(Context ctx) {
    Requests.list(ctx, "organizations", organizations.list(Requests.page(ctx)), View::of);
  }

  private void show(Context ctx) {
    Requests.json(ctx, View.of(organizations.load(Requests.organization(ctx))));
  }

  private void delete(Context ctx) {
    ErasureRoutes.deleted(ctx, deleted.delete(Requests.organization(ctx)));
  }

  private void update(Context ctx) throws IOException {
    OrganizationId id = Requests.organization(ctx);
    JsonBody body = JsonBody.of(ctx, FIELDS);
    Optional<String> name =
        body.has("name") ? Optional.of(body.requiredText("name")) : Optional.empty();
    SettingsChange change = SettingsChange.read(body);
    Organization updated =
        organizations.update(
            id,
            organization ->
                new Organization(
                    id,
                    name.orElse(organization.name()),
                    change.applyTo(organization.settings()),
                    organization.createdAt()));
    predictions.renewSettings(id);
    targets.list(id).forEach(target -> predictions.renewSettings(target.id())); // their time zone
    Requests.json(ctx, View.of(updated));
  }
}
