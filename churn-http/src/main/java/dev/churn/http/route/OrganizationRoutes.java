package dev.churn.http.route;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.organization.ActivationRule;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TimeZones;
import dev.churn.domain.usecase.organization.DeleteOrganization;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.request.JsonBody;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Adds, shows and changes organizations. */
public final class OrganizationRoutes {
  private static final String PATH = "/api/v1/organizations";
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "churn_threshold_days",
          "active_window_days",
          "activity_event_types",
          "churn_event_types",
          "pipeline",
          "activation",
          "time_zone");

  private final ManageOrganizations organizations;
  private final DeleteOrganization deleted;
  private final PredictChurn predictions;

  public OrganizationRoutes(Churn churn) {
    this.deleted = churn.deletedOrganizations();
    this.organizations = churn.organizations();
    this.predictions = churn.predictions();
  }

  public void register(Routes routes) {
    routes.post(PATH, Access.OPERATOR, Action.ORGANIZATION_CREATE, this::create);
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

  /** The name and settings in a body; those that are missing stay unchanged. */
  private record Change(
      Optional<String> name,
      OptionalInt churnThresholdDays,
      OptionalInt activeWindowDays,
      Optional<List<String>> activityEventTypes,
      Optional<List<String>> churnEventTypes,
      Optional<Boolean> pipeline,
      Optional<ActivationRule> activation,
      Optional<ZoneId> timeZone) {
    static Change read(JsonBody body, boolean nameRequired) {
      var change =
          new Change(
              nameRequired || body.has("name")
                  ? Optional.of(body.requiredText("name"))
                  : Optional.empty(),
              body.wholeNumber("churn_threshold_days"),
              body.wholeNumber("active_window_days"),
              body.texts("activity_event_types"),
              body.texts("churn_event_types"),
              body.flag("pipeline"),
              body.has("activation")
                  ? body.required("activation", ActivationRule::parse)
                  : Optional.empty(),
              body.has("time_zone")
                  ? body.required("time_zone", TimeZones::parse)
                  : Optional.empty());
      body.throwErrors();
      return change;
    }

    OrganizationSettings applyTo(OrganizationSettings settings) {
      return new OrganizationSettings(
          churnThresholdDays.orElse(settings.churnThresholdDays()),
          activeWindowDays.orElse(settings.activeWindowDays()),
          activityEventTypes.<Set<String>>map(Set::copyOf).orElse(settings.activityEventTypes()),
          churnEventTypes.<Set<String>>map(Set::copyOf).orElse(settings.churnEventTypes()),
          pipeline.orElse(settings.pipeline()),
          activation.orElse(settings.activation()),
          timeZone.orElse(settings.timeZone()));
    }
  }

  private void create(Context ctx) throws IOException {
    Change change = Change.read(JsonBody.of(ctx, FIELDS), true);
    Organization created =
        organizations.create(
            change.name().orElseThrow(), change.applyTo(OrganizationSettings.defaults()));
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
    Change change = Change.read(JsonBody.of(ctx, FIELDS), false);
    Organization updated =
        organizations.update(
            id,
            organization ->
                new Organization(
                    id,
                    change.name().orElse(organization.name()),
                    change.applyTo(organization.settings()),
                    organization.createdAt()));
    predictions.renewSettings(id);
    Requests.json(ctx, View.of(updated));
  }
}
