package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.feature.IsoDays;
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.dataset.ExportFeatures;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.request.Requests;
import dev.churn.http.view.ModelTypeView;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** Lists what can be trained, and gives tables and models out for other programs. */
public final class ExchangeRoutes {
  private static final String ARFF = "text/x-arff; charset=utf-8";
  private static final String MODEL = "application/octet-stream";

  private final Churn churn;

  public ExchangeRoutes(Churn churn) {
    this.churn = churn;
  }

  public void register(Routes all) {
    Routes routes = all.ofTargets();
    all.get(Routes.ORGANIZATION + "/model-types", Access.READ, this::types);
    routes.get(
        Routes.ORGANIZATION + "/datasets/{dataset_id}/arff",
        Access.READ,
        Action.DATASET_EXPORT,
        this::arff,
        "inputs",
        "as_of",
        "customer_ids");
    routes.get(
        Routes.ORGANIZATION + "/models/{model_id}/weka",
        Access.READ,
        Action.MODEL_EXPORT,
        this::model);
  }

  private record ModelTypes(List<ModelTypeView> modelTypes) {}

  private void types(Context ctx) {
    churn.organizations().load(Requests.organization(ctx));
    Requests.json(
        ctx, new ModelTypes(churn.training().types().stream().map(ModelTypeView::of).toList()));
  }

  private void arff(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    DatasetId dataset = Requests.path(ctx, "dataset_id", DatasetId::parse);
    var options =
        new ExportFeatures.Options(
            Requests.query(ctx, "inputs", text -> text),
            Requests.query(ctx, "as_of", ExchangeRoutes::day),
            Requests.query(ctx, "customer_ids", Requests::flag).orElse(false));
    ExportFeatures.Table table = churn.exportedFeatures().open(organization, dataset, options);
    Runnable headers = () -> attachment(ctx, ARFF, table.filename());
    if (isHead(ctx)) {
      headers.run();
    } else {
      FileAnswer.send(
          ctx,
          headers,
          bytes -> {
            Writer out =
                new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
            table.writeArff(out);
            out.flush();
          });
    }
  }

  private static LocalDate day(String text) {
    return IsoDays.parseDate(text)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.INVALID_INPUT,
                    "as_of: expected a day such as 2024-03-01, found '%s'".formatted(text)));
  }

  private void model(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    ModelId id = Requests.path(ctx, "model_id", ModelId::parse);
    ModelExport export = churn.exportedModels().export(organization, id);
    attachment(ctx, MODEL, export.filename());
    ctx.header("Content-Length", Long.toString(export.content().size())).disableCompression();
    if (!isHead(ctx)) {
      ctx.result(export.content().open());
    }
  }

  private static void attachment(Context ctx, String contentType, String filename) {
    ctx.contentType(contentType)
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Disposition", "attachment; filename=\"" + filename + "\"");
  }

  private static boolean isHead(Context ctx) {
    return ctx.method().name().equals("HEAD");
  }
}
