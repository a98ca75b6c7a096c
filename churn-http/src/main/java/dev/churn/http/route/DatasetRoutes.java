package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.Plural;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.Job;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.limit.UploadTurns;
import dev.churn.http.request.Requests;
import dev.churn.http.request.UploadForms;
import dev.churn.http.request.UploadParameters;
import dev.churn.http.view.ChurnDefinitionView;
import dev.churn.http.view.DatasetView;
import dev.churn.http.view.DatasetViews;
import dev.churn.http.view.PipelineView;
import dev.churn.http.view.ReadAsView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Uploads, shows, processes and removes datasets. */
public final class DatasetRoutes {
  private static final String DATASETS = Routes.ORGANIZATION + "/datasets";
  private static final String DATASET = DATASETS + "/{dataset_id}";
  private static final String PIPELINE = DATASET + "/pipeline";
  static final String PROCESS = DATASET + "/process-features";

  private final Churn churn;
  private final UploadForms forms;
  private final UploadTurns turns;
  private final FileLinks links;

  public DatasetRoutes(Churn churn, UploadForms forms, UploadTurns turns, FileLinks links) {
    this.churn = churn;
    this.forms = forms;
    this.turns = turns;
    this.links = links;
  }

  public void register(Routes routes) {
    routes.postBody(
        Routes.ORGANIZATION + "/upload-dataset",
        Access.WRITE,
        Action.DATASET_UPLOAD,
        this::upload,
        UploadParameters.names());
    Routes scoped = routes.ofTargets();
    scoped.post(PROCESS, Access.WRITE, Action.DATASET_PROCESS, this::process);
    scoped.post(PIPELINE, Access.WRITE, Action.DATASET_FORCE, this::force, "force");
    scoped.get(DATASETS, Access.READ, this::list, Routes.PAGE);
    scoped.get(DATASET, Access.READ, this::show);
    scoped.get(DATASET + "/definition", Access.READ, this::define);
    scoped.delete(DATASET, Access.WRITE, Action.DATASET_DELETE, this::delete);
  }

  private record Uploaded(
      boolean success,
      String datasetId,
      String fileUrl,
      long rowCount,
      String status,
      String message,
      long rejectedRowCount,
      LocalDate firstEventDate,
      LocalDate lastEventDate,
      List<String> warnings,
      DatasetView.Validation validation,
      ReadAsView readAs,
      boolean pipeline) {}

  private record Processing(boolean success, String message, String datasetId, String jobId) {}

  private void upload(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    churn.organizations().load(organization); // before gigabytes are received for nothing
    LongConsumer room = churn.quotas().requireUpload(organization, UploadForms.declaredBytes(ctx));
    turns.run(organization, () -> receive(ctx, organization, room));
  }

  private void receive(Context ctx, OrganizationId organization, LongConsumer room)
      throws IOException {
    try (var form = forms.receive(ctx, room)) {
      var options = UploadParameters.parse(form.fields(), ctx.queryParamMap());
      UploadDataset.Uploaded uploaded =
          churn
              .uploads()
              .upload(
                  organization,
                  form.filename(),
                  form.content(),
                  options.options(),
                  options.pipeline(),
                  options.force());
      Auditing.subject(ctx, uploaded.dataset().id());
      Requests.json(ctx, view(ctx, uploaded));
    }
  }

  private DatasetViews views(Context ctx) {
    return new DatasetViews(churn.datasets(), links.of(ctx, churn.files()));
  }

  private Uploaded view(Context ctx, UploadDataset.Uploaded uploaded) {
    RawDataset dataset = uploaded.dataset();
    var validation = DatasetView.Validation.of(dataset.profile(), uploaded.warnings());
    return new Uploaded(
        true,
        dataset.id().toString(),
        links.of(ctx, churn.files()).of(dataset.file().key()),
        dataset.rowCount(),
        dataset.status().name().toLowerCase(Locale.ROOT),
        message(dataset.profile()),
        dataset.profile().rejectedRowCount(),
        dataset.profile().firstDay(),
        dataset.profile().lastDay(),
        validation.warnings(),
        validation,
        ReadAsView.of(dataset.options(), uploaded.columns()),
        uploaded.pipeline());
  }

  private String message(CsvProfile profile) {
    String storage = churn.files().storageName();
    return profile.rejectedRowCount() == 0
        ? "Dataset uploaded successfully to " + storage
        : String.format(
            Locale.ROOT,
            "Dataset uploaded to %s; %s %s rejected",
            storage,
            Plural.part(profile.rejectedRowCount(), profile.rowCount(), "row"),
            Plural.verb(profile.rejectedRowCount(), "was", "were"));
  }

  private void process(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    DatasetId id = Requests.dataset(ctx);
    churn.organizations().load(organization);
    churn.quotas().requireJob(organization);
    Job job = churn.features().start(organization, id);
    Requests.json(
        ctx,
        new Processing(
            true, "Feature engineering started in background", id.toString(), job.id().toString()));
  }

  private void list(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Requests.list(
        ctx, "datasets", churn.datasets().list(organization, Requests.page(ctx)), views(ctx)::of);
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    DatasetId id = Requests.dataset(ctx);
    churn.organizations().load(organization);
    Optional<FileCheck> check = churn.datasets().findCheck(organization, id);
    Requests.json(
        ctx,
        new DatasetView.Details(
            views(ctx)
                .of(
                    churn.datasets().load(organization, id),
                    Stream.concat(
                            check.stream().flatMap(made -> made.sentences().stream()),
                            churn.definitions().findWarning(organization, id).stream())
                        .toList()),
            churn.pipelines().find(organization, id).map(PipelineView::of),
            check.map(DatasetView.CheckView::of)));
  }

  private void define(Context ctx) {
    DatasetId id = Requests.dataset(ctx);
    Requests.json(
        ctx, ChurnDefinitionView.of(id, churn.definitions().load(Requests.organization(ctx), id)));
  }

  private record Continued(String datasetId, List<PipelineView> pipeline) {}

  private void force(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    DatasetId id = Requests.dataset(ctx);
    churn.organizations().load(organization);
    if (!Requests.query(ctx, "force", Requests::flag).orElse(false)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "Send force=true to continue the pipeline despite its findings",
          List.of(new FieldError("force", "expected true, found none")));
    }
    churn.quotas().requireJob(organization);
    Pipeline pipeline = churn.pipelines().force(organization, id, Requests.requester(ctx));
    ctx.status(202);
    Requests.json(ctx, new Continued(id.toString(), PipelineView.of(pipeline)));
  }

  private void delete(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    DatasetId id = Requests.dataset(ctx);
    churn.organizations().load(organization);
    ErasureRoutes.deleted(ctx, Requests.owner(ctx), churn.datasets().delete(organization, id));
  }
}
