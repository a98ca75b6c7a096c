package dev.churn.http.route;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.Job;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.serving.PredictChurn.Prediction;
import dev.churn.domain.usecase.training.TrainModel;
import dev.churn.features.event.EventFields;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.request.PredictionRequest;
import dev.churn.http.request.Requests;
import dev.churn.http.view.CurvedPredictionView;
import dev.churn.http.view.ExplainedPredictionView;
import dev.churn.http.view.ModelDetailsView;
import dev.churn.http.view.ModelView;
import dev.churn.http.view.PredictionView;
import dev.churn.http.view.TrainingStatusView;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Trains models, shows them and predicts with them. */
public final class ModelRoutes {
  static final String TRAIN = Routes.ORGANIZATION + "/train";

  private final Churn churn;
  private final EventFields fields = new EventFields();

  public ModelRoutes(Churn churn) {
    this.churn = churn;
  }

  public void register(Routes all) {
    Routes routes = all.ofTargets();
    routes.postBody(
        Routes.ORGANIZATION + "/predict",
        Access.PREDICT,
        Action.PREDICT,
        this::predict,
        "explain",
        "curve");
    routes.post(TRAIN, Access.WRITE, Action.MODEL_TRAIN, this::train, trainingOptions());
    routes.get(Routes.ORGANIZATION + "/training-status", Access.READ, this::status);
    routes.get(Routes.ORGANIZATION + "/models", Access.READ, this::list, Routes.PAGE);
    routes.get(Routes.ORGANIZATION + "/models/{model_id}", Access.READ, this::show);
    routes.delete(
        Routes.ORGANIZATION + "/models/{model_id}",
        Access.WRITE,
        Action.MODEL_DELETE,
        this::delete);
  }

  /** Options of the training that the type of model takes. */
  private static final List<String> MODEL_OPTIONS =
      List.of("classifier", "options", "inputs", "calibration");

  private static String[] trainingOptions() {
    return Stream.concat(Stream.of("model_type", "dataset_id", "force"), MODEL_OPTIONS.stream())
        .toArray(String[]::new);
  }

  /**
   * The answer to train.
   *
   * @param modelDescription what the name of the type stands for
   * @param datasetId the feature table that the model learns from
   * @param sourceDatasetId the raw dataset of that table
   * @param sourceFilename the name of its file
   * @param waitsForFeatures whether the training waits until that table has been computed
   * @param warnings what to know before the training ends
   */
  private record Training(
      boolean success,
      String message,
      String modelType,
      String modelId,
      String jobId,
      String modelDescription,
      Map<String, String> modelOptions,
      String datasetId,
      String sourceDatasetId,
      String sourceFilename,
      boolean waitsForFeatures,
      List<String> warnings) {}

  private void train(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    churn.quotas().requireJob(organization);
    TrainModel.Started started =
        churn
            .training()
            .start(
                organization,
                specification(ctx),
                Requests.query(ctx, "dataset_id", DatasetId::parse),
                Requests.requester(ctx),
                Requests.query(ctx, "force", Requests::flag).orElse(false));
    TrainingRun model = started.model();
    Auditing.subject(ctx, model.id());
    Requests.json(
        ctx,
        new Training(
            true,
            started.waitsForFeatures()
                ? "Model training starts in background once the features of dataset %s are computed"
                    .formatted(started.source().id())
                : "Model training started in background",
            model.type().id(),
            model.id().toString(),
            started.job().id().toString(),
            description(model.specification()),
            model.specification().options(),
            model.features().toString(),
            started.source().id().toString(),
            started.source().file().filename(),
            started.waitsForFeatures(),
            started.warnings()));
  }

  private static ModelSpecification specification(Context ctx) {
    Map<String, String> options = new TreeMap<>();
    for (String name : MODEL_OPTIONS) {
      Requests.query(ctx, name, text -> text).ifPresent(text -> options.put(name, text));
    }
    return new ModelSpecification(
        Requests.query(ctx, "model_type", ModelType::parse).orElse(ModelType.LOGISTIC_REGRESSION),
        options);
  }

  private String description(ModelSpecification specification) {
    String classifier = specification.options().get("classifier");
    return classifier == null
        ? churn.training().types().stream()
            .filter(family -> family.type().equals(specification.type()))
            .findFirst()
            .map(ModelFamily::description)
            .orElse("")
        : classifier + " of the Weka library";
  }

  private void status(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Optional<TrainingRun> model = churn.training().status(organization);
    Optional<Job> job =
        model
            .filter(m -> m.outcome() instanceof TrainingRun.InTraining)
            .flatMap(churn.training()::findJob);
    Requests.json(
        ctx,
        TrainingStatusView.of(
            model, job, serving(organization), churn.models().findActive(organization)));
  }

  private void predict(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    churn.predictions().requireOrganization(organization);
    boolean explained = Requests.query(ctx, "explain", Requests::flag).orElse(false);
    boolean curved = Requests.query(ctx, "curve", Requests::flag).orElse(false);
    PredictionRequest request =
        PredictionRequest.read(ctx, fields, churn.predictions().now(organization));
    Prediction prediction =
        churn
            .predictions()
            .predict(organization, request.customerId(), request.transactions(), request.asOf());
    Object view = PredictionView.of(request.customerId(), prediction, request.warnings());
    if (explained) {
      view = ExplainedPredictionView.of(view, churn.predictions().explain(prediction));
    }
    Requests.json(ctx, curved ? CurvedPredictionView.of(view, prediction.curve()) : view);
  }

  private void list(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ModelView.Serving serving = serving(organization);
    Requests.list(
        ctx,
        "models",
        churn.models().list(organization, Requests.page(ctx)),
        model -> ModelView.of(model, serving));
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ModelId id = Requests.path(ctx, "model_id", ModelId::parse);
    TrainingRun model = churn.models().load(organization, id);
    Requests.json(ctx, ModelDetailsView.of(model, serving(organization)));
  }

  private void delete(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ModelId id = Requests.path(ctx, "model_id", ModelId::parse);
    churn.models().load(organization, id); // what is gone is not found, as everywhere
    churn.deletedModels().delete(organization, id);
    ctx.status(204).removeHeader("Content-Type");
  }

  private ModelView.Serving serving(OrganizationId organization) {
    return new ModelView.Serving(
        churn.models().standings(organization), churn.servedModels().state(organization));
  }
}
