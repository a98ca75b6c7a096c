package dev.churn.http.route;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Job;
import dev.churn.domain.model.Model;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.serving.PredictChurn.Prediction;
import dev.churn.domain.usecase.training.TrainModel;
import dev.churn.http.request.Json;
import dev.churn.http.request.PredictionRequest;
import dev.churn.http.request.Requests;
import dev.churn.http.view.ExplanationViews;
import dev.churn.http.view.ModelViews;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Trains and shows models, and predicts with them. */
public final class ModelRoutes {
  private final Churn churn;

  public ModelRoutes(Churn churn) {
    this.churn = churn;
  }

  public void register(Routes routes) {
    routes.post(Routes.ORGANIZATION + "/predict", this::predict, "explain");
    routes.post(Routes.ORGANIZATION + "/train", this::train, "model_type", "dataset_id");
    routes.get(Routes.ORGANIZATION + "/training-status", this::status);
    routes.get(Routes.ORGANIZATION + "/models", this::list, Routes.PAGE);
    routes.get(Routes.ORGANIZATION + "/models/{model_id}", this::show);
  }

  private record Training(
      boolean success, String message, String modelType, String modelId, String jobId) {}

  /** The answer to predict. */
  record Predicted(
      String customerId,
      double churnProbability,
      String riskSegment,
      String asOf,
      String modelId,
      int modelVersion,
      String modelRole,
      Map<String, Double> features) {}

  private void train(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    TrainModel.Started started =
        churn
            .training()
            .start(
                organization,
                Requests.query(ctx, "model_type", ModelType::parse)
                    .orElse(ModelType.LOGISTIC_REGRESSION),
                Requests.query(ctx, "dataset_id", DatasetId::parse),
                Requests.requester(ctx));
    Requests.json(
        ctx,
        new Training(
            true,
            "Model training started in background",
            started.model().type().id(),
            started.model().id().toString(),
            started.job().id().toString()));
  }

  private void status(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Optional<Model> model = churn.training().status(organization);
    Optional<Job> job =
        model
            .filter(m -> m.outcome() instanceof Model.InTraining)
            .flatMap(churn.training()::findJob);
    Requests.json(ctx, ModelViews.status(model, job));
  }

  private void predict(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    churn.predictions().requireOrganization(organization);
    boolean explained = Requests.query(ctx, "explain", Requests::flag).orElse(false);
    PredictionRequest request = PredictionRequest.read(ctx);
    Prediction prediction =
        churn
            .predictions()
            .predict(organization, request.customerId(), request.transactions(), request.asOf());
    Predicted answer = answer(request, prediction);
    if (explained) {
      Requests.json(
          ctx,
          ExplanationViews.with(
              Json.fields(answer),
              churn.predictions().explain(prediction, request.transactions())));
    } else {
      Requests.json(ctx, answer);
    }
  }

  public static Predicted answer(PredictionRequest request, Prediction prediction) {
    return new Predicted(
        request.customerId(),
        prediction.probability().value(),
        prediction.probability().segment().label(),
        prediction.asOf().toString(),
        prediction.model().toString(),
        prediction.modelVersion(),
        ModelViews.name(prediction.role()),
        byName(prediction.features()));
  }

  private static Map<String, Double> byName(FeatureVector features) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (Feature feature : Feature.values()) {
      named.put(feature.columnName(), features.get(feature));
    }
    return named;
  }

  private void list(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ModelViews.Serving serving = serving(organization);
    Requests.list(
        ctx,
        "models",
        churn.models().list(organization, Requests.page(ctx)),
        model -> ModelViews.model(model, serving));
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ModelId id = Requests.path(ctx, "model_id", ModelId::parse);
    Model model = churn.models().load(organization, id);
    Requests.json(ctx, ModelViews.details(model, serving(organization)));
  }

  private ModelViews.Serving serving(OrganizationId organization) {
    return new ModelViews.Serving(
        churn.deployments().show(organization), churn.servedModels().state(organization));
  }
}
