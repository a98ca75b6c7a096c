package dev.churn.http.route;

import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelStandings;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.serving.DeploymentRequest;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.request.JsonBody;
import dev.churn.http.request.Requests;
import dev.churn.http.view.ModelDetailsView;
import dev.churn.http.view.ModelView;
import dev.churn.http.view.StandingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** Changes and shows which models serve, and lists earlier champions. */
public final class DeploymentRoutes {
  private static final Set<String> FIELDS = Set.of("champion", "challengers", "shadows");
  private static final String PATH = Routes.ORGANIZATION + "/deployment";

  static final String ACTIVATE = Routes.ORGANIZATION + "/models/{model_id}/activate";

  private final Churn churn;

  public DeploymentRoutes(Churn churn) {
    this.churn = churn;
  }

  public void register(Routes all) {
    Routes routes = all.ofTargets();
    routes.get(PATH, Access.READ, this::show);
    routes.put(PATH, Access.WRITE, Action.DEPLOYMENT_CHANGE, this::change);
    routes.post(ACTIVATE, Access.WRITE, Action.MODEL_ACTIVATE, this::activate);
    routes.get(Routes.ORGANIZATION + "/model-activations", Access.READ, this::history, Routes.PAGE);
  }

  /**
   * A deployment.
   *
   * @param answering the model that answers as champion on this server; another than {@code
   *     champion} if the file of that one cannot be used
   */
  private record View(
      String champion,
      StandingView championStanding,
      List<Challenger> challengers,
      List<String> shadows,
      String answering,
      Map<String, String> fileErrors) {
    record Challenger(String modelId, double share) {}

    static View of(ModelStandings standings, ServedModels.State state) {
      Deployment deployment = standings.deployment();
      Map<String, String> fileErrors = new TreeMap<>();
      state.refusals().forEach((model, reason) -> fileErrors.put(model.toString(), reason));
      return new View(
          text(deployment.champion()),
          deployment.champion().map(standings::of).map(StandingView::of).orElse(null),
          deployment.challengers().stream()
              .map(c -> new Challenger(c.model().toString(), c.share()))
              .toList(),
          deployment.shadows().stream().map(ModelId::toString).toList(),
          text(state.champion()),
          fileErrors);
    }
  }

  private record Activation(
      String modelId,
      int version,
      Instant activatedAt,
      String activatedBy,
      String reason,
      String previousModelId) {
    static Activation of(ModelActivation activation) {
      return new Activation(
          activation.model().toString(),
          activation.version(),
          activation.cause().at(),
          activation.cause().by().map(Requester::name).orElse(null),
          activation.cause().reason(),
          text(activation.previous()));
    }
  }

  private static String text(Optional<ModelId> model) {
    return model.map(ModelId::toString).orElse(null);
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Requests.json(
        ctx,
        View.of(churn.models().standings(organization), churn.servedModels().state(organization)));
  }

  private void change(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    churn.organizations().load(organization);
    DeploymentRequest request = readRequest(JsonBody.of(ctx, FIELDS));
    churn.deployments().change(organization, request, Requests.requester(ctx));
    Requests.json(
        ctx,
        View.of(churn.models().standings(organization), churn.servedModels().state(organization)));
  }

  private static DeploymentRequest readRequest(JsonBody body) {
    Optional<ModelId> champion = body.required("champion", ModelId::parse);
    List<DeploymentRequest.Challenger> challengers = new ArrayList<>();
    if (body.has("challengers")) {
      for (JsonBody challenger : body.requiredObjects("challengers")) {
        Optional<ModelId> model = challenger.required("model_id", ModelId::parse);
        OptionalDouble share = challenger.number("share");
        if (share.isEmpty() && !challenger.has("share")) {
          challenger.wrong("share", "expected a number above 0 and below 1, found none");
        }
        model.ifPresent(
            id -> challengers.add(new DeploymentRequest.Challenger(id, share.orElse(0))));
      }
    }
    List<ModelId> shadows = body.list("shadows", ModelId::parse);
    body.throwErrors();
    return new DeploymentRequest(champion.orElseThrow(), challengers, shadows);
  }

  private void activate(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ModelId id = Requests.path(ctx, "model_id", ModelId::parse);
    TrainingRun model = churn.deployments().activate(organization, id, Requests.requester(ctx));
    Requests.json(
        ctx,
        ModelDetailsView.of(
            model,
            new ModelView.Serving(
                churn.models().standings(organization), churn.servedModels().state(organization))));
  }

  private void history(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Requests.list(
        ctx,
        "model_activations",
        churn.deployments().history(organization, Requests.page(ctx)),
        Activation::of);
  }
}
