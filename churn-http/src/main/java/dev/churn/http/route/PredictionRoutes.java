package dev.churn.http.route;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.usecase.scoring.ShowCustomer;
import dev.churn.domain.usecase.scoring.ShowPredictions;
import dev.churn.domain.usecase.scoring.ShowPredictions.Origins;
import dev.churn.domain.usecase.scoring.StartScoring.Received;
import dev.churn.domain.usecase.scoring.StartScoring.Started;
import dev.churn.domain.value.ExpectedLoss;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.limit.UploadTurns;
import dev.churn.http.request.PredictionQuery;
import dev.churn.http.request.RequestTarget;
import dev.churn.http.request.Requests;
import dev.churn.http.request.UploadForms;
import dev.churn.http.request.UploadParameters;
import dev.churn.http.request.UploadParameters.BatchParameters;
import dev.churn.http.view.ChangesView;
import dev.churn.http.view.CustomerView;
import dev.churn.http.view.DatasetView;
import dev.churn.http.view.EstimateView;
import dev.churn.http.view.FileUrls;
import dev.churn.http.view.PredictionViews;
import dev.churn.http.view.ReadAsView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Starts batch predictions and shows their results. */
public final class PredictionRoutes {
  private static final String BATCHES = Routes.ORGANIZATION + "/prediction-batches";
  private static final String BATCH = BATCHES + "/{batch_id}";

  /** Customer ids may contain anything, also slashes. */
  static final String CUSTOMER = Routes.ORGANIZATION + "/customers/<customer_id>";

  private final Churn churn;
  private final UploadForms forms;
  private final UploadTurns turns;
  private final FileLinks links;
  private final PredictionViews views = new PredictionViews();

  public PredictionRoutes(Churn churn, UploadForms forms, UploadTurns turns, FileLinks links) {
    this.churn = churn;
    this.forms = forms;
    this.turns = turns;
    this.links = links;
  }

  public void register(Routes all) {
    Routes routes = all.ofTargets();
    routes.post(
        Routes.ORGANIZATION + "/datasets/{dataset_id}/score",
        Access.WRITE,
        Action.BATCH_SCORE,
        this::score,
        "batch_name");
    routes.postBody(
        Routes.ORGANIZATION + "/predict-bulk",
        Access.WRITE,
        Action.BATCH_UPLOAD,
        this::bulk,
        UploadParameters.namesOfBatch());
    routes.get(BATCHES, Access.READ, this::list, "limit", "offset", PredictionQuery.INCLUDE);
    routes.get(BATCH, Access.READ, this::show, PredictionQuery.INCLUDE);
    routes.delete(BATCH, Access.WRITE, Action.BATCH_DELETE, this::delete);
    routes.get(
        BATCH + "/changes",
        Access.READ,
        this::changes,
        "limit",
        "offset",
        "since",
        PredictionQuery.INCLUDE);
    routes.get(CUSTOMER, Access.READ, this::customer, "events");
    routes.get(BATCH + "/predictions", Access.READ, this::predictions, PredictionQuery.options());
    routes.get(
        Routes.ORGANIZATION + "/prediction-customers",
        Access.READ,
        this::customers,
        PredictionQuery.options());
  }

  private record Scoring(
      boolean success,
      String message,
      String batchId,
      String batchName,
      String jobId,
      String status,
      OptionalLong totalCustomers,
      LocalDate asOf,
      String asOfReason) {
    static Scoring of(Started started) {
      return new Scoring(
          true,
          "Scoring started in background",
          started.batch().id().toString(),
          started.batch().name(),
          started.job().id().toString(),
          PredictionViews.statusOf(started.batch()),
          started.batch().totalCustomers(),
          started.batch().asOf(),
          started.asOfReason());
    }
  }

  private record ScoringOfFile(
      boolean success,
      String message,
      String batchId,
      String batchName,
      String jobId,
      String status,
      OptionalLong totalCustomers,
      LocalDate asOf,
      String asOfReason,
      String inputFileUrl,
      long rowCount,
      long rejectedRowCount,
      DatasetView.Validation validation,
      ReadAsView readAs,
      List<String> warnings) {}

  private void score(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    DatasetId dataset = Requests.dataset(ctx);
    churn.quotas().requireJob(organization);
    Started started =
        churn
            .scoring()
            .dataset(organization, dataset, Requests.query(ctx, "batch_name", name -> name));
    Auditing.subject(ctx, started.batch().id());
    Requests.accepted(ctx, locationOf(ctx, started.batch()), Scoring.of(started));
  }

  private void bulk(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    churn.scoring().requireModel(organization); // before gigabytes are received for nothing
    churn.quotas().requireJob(organization);
    LongConsumer room = churn.quotas().requireBatch(organization, UploadForms.declaredBytes(ctx));
    turns.run(Requests.owner(ctx), () -> receive(ctx, organization, room));
  }

  private void receive(Context ctx, OrganizationId organization, LongConsumer room)
      throws IOException {
    try (var form = forms.receive(ctx, room)) {
      BatchParameters parameters = UploadParameters.parseBatch(form.fields(), ctx.queryParamMap());
      Received received =
          churn
              .scoring()
              .file(
                  organization,
                  form.filename(),
                  form.content(),
                  parameters.options(),
                  parameters.asOf(),
                  parameters.batchName());
      Started started = received.started();
      Auditing.subject(ctx, started.batch().id());
      Requests.accepted(
          ctx, locationOf(ctx, started.batch()), scoringOfFile(ctx, started, received));
    }
  }

  private ScoringOfFile scoringOfFile(Context ctx, Started started, Received received) {
    CsvProfile profile = received.profile();
    Scoring scoring = Scoring.of(started);
    return new ScoringOfFile(
        scoring.success(),
        scoring.message(),
        scoring.batchId(),
        scoring.batchName(),
        scoring.jobId(),
        scoring.status(),
        scoring.totalCustomers(),
        scoring.asOf(),
        scoring.asOfReason(),
        links.of(ctx, churn.files()).of(started.batch().input().key()),
        profile.rowCount(),
        profile.rejectedRowCount(),
        DatasetView.Validation.of(profile),
        ReadAsView.of(received.options(), received.columns()),
        Stream.concat(profile.warnings().stream(), received.warnings().stream()).toList());
  }

  private static String locationOf(Context ctx, PredictionBatch batch) {
    return RequestTarget.in(
        ctx,
        BATCH
            .replace("{org_id}", Requests.owner(ctx).toString())
            .replace("{batch_id}", batch.id().toString()));
  }

  private void list(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Page<PredictionBatch> page = churn.batches().list(organization, Requests.page(ctx));
    Map<ModelId, ModelSummary> models =
        churn.batches().models(organization, PredictionViews.modelsOf(page.items()));
    FileUrls urls = links.of(ctx, churn.files());
    Include include = PredictionQuery.include(ctx);
    Requests.list(ctx, "batches", page, batch -> views.batch(batch, include, models, urls));
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    PredictionBatch batch = churn.batches().load(organization, id(ctx));
    Requests.json(
        ctx,
        views.batch(
            batch,
            PredictionQuery.include(ctx),
            churn.batches().models(organization, PredictionViews.modelsOf(List.of(batch))),
            links.of(ctx, churn.files())));
  }

  private void delete(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    churn.batches().load(organization, id(ctx)); // what is gone is not found, as everywhere
    churn.deletedBatches().delete(organization, id(ctx));
    ctx.status(204).removeHeader("Content-Type");
  }

  private void changes(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ShowPredictions.Changes changes =
        churn
            .batches()
            .changes(
                organization,
                id(ctx),
                Requests.query(ctx, "since", since -> since),
                PredictionQuery.include(ctx),
                Requests.page(ctx));
    Origins origins = churn.batches().origins(organization, ChangesView.shown(changes));
    Requests.json(ctx, ChangesView.of(changes, origins, views));
  }

  private void customer(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    boolean withEvents = Requests.query(ctx, "events", Requests::flag).orElse(true);
    ShowCustomer.Customer customer =
        churn.customers().load(organization, ctx.pathParam("customer_id"), withEvents);
    Origins origins = churn.batches().origins(organization, customer.history());
    Requests.json(ctx, CustomerView.of(customer, origins, views));
  }

  private void predictions(Context ctx) {
    list(ctx, "predictions", Optional.of(id(ctx)));
  }

  private void customers(Context ctx) {
    list(ctx, "customers", Optional.empty());
  }

  private void list(Context ctx, String plural, Optional<BatchId> batch) {
    OrganizationId organization = Requests.organization(ctx);
    PredictionQuery query = PredictionQuery.read(ctx);
    PredictionSlice slice =
        churn
            .batches()
            .slice(organization, batch, query.filter(), query.sort(), query.start(), query.limit());
    Origins origins = churn.batches().origins(organization, slice.items());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("total", slice.total());
    body.put("active_total", slice.totals().active());
    body.put("lapsed_total", slice.totals().lapsed());
    body.put("sort", slice.sort().code());
    body.put("expected_churners", slice.loss().map(ExpectedLoss::churners).map(EstimateView::of));
    body.put(
        "value_at_risk", slice.loss().flatMap(ExpectedLoss::valueAtRisk).map(EstimateView::of));
    body.put("limit", query.limit());
    body.put("offset", slice.position());
    body.put("next_cursor", slice.next().map(PredictionCursor::toText));
    body.put(plural, slice.items().stream().map(item -> views.prediction(item, origins)).toList());
    Requests.json(ctx, body);
  }

  private static BatchId id(Context ctx) {
    return Requests.path(ctx, "batch_id", BatchId::parse);
  }
}
