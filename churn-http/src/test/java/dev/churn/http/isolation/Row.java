package dev.churn.http.isolation;

import dev.churn.http.ApiContract.Operation;
import dev.churn.http.Caller.Form;
import dev.churn.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * How the matrix calls an operation.
 *
 * @param query with the ids of {@link Organization#ids} in braces
 * @param body JSON with ids in braces; empty for none
 * @param form a form in place of JSON
 */
record Row(Operation operation, String query, String body, Optional<Form> form) {
  private static final String FILE = "customer_id,event_date\nA,2024-01-05\n";

  /** {@return the row of an operation; one without a row fails the test} */
  static Row of(Operation operation) {
    return switch (operation.id()) {
      case "createOrganization" -> json(operation, "{\"name\": \"New\"}");
      case "changeOrganization" -> json(operation, "{\"active_window_days\": 60}");
      case "createTarget" -> json(operation, "{\"name\": \"new\"}");
      case "changeTarget" -> json(operation, "{\"active_window_days\": 60}");
      case "uploadDataset" -> form(operation, "");
      case "predictBulk" -> form(operation, "");
      case "train" -> plain(operation, "?model_type=logistic_regression&dataset_id={dataset_id}");
      case "forcePipeline" -> plain(operation, "?force=true");
      case "listSegmentChanges" -> plain(operation, "?since={since_batch_id}");
      case "changeDeployment" -> json(operation, "{\"champion\": \"{model_id}\"}");
      case "predict" ->
          json(
              operation,
              "{\"customer_id\": \"C-1\", \"transactions\": [{\"event_date\": \"2024-01-15\"}]}");
      case "createApiKey" -> json(operation, "{\"name\": \"x\", \"scopes\": [\"read\"]}");
      case "listOrganizations",
          "listAudit",
          "listAuditOfAll",
          "metrics",
          "showOrganization",
          "deleteOrganization",
          "listTargets",
          "showTarget",
          "deleteTarget",
          "listDatasets",
          "showDataset",
          "deleteDataset",
          "processFeatures",
          "showJob",
          "cancelJob",
          "trainingStatus",
          "listModels",
          "showModel",
          "deleteModel",
          "listModelTypes",
          "exportWekaModel",
          "exportArff",
          "showDefinition",
          "activateModel",
          "listActivations",
          "showDeployment",
          "scoreDataset",
          "listPredictionBatches",
          "showPredictionBatch",
          "deletePredictionBatch",
          "showCustomer",
          "eraseCustomer",
          "listErasures",
          "showErasure",
          "listErasuresOfOrganizations",
          "showErasureOfOrganization",
          "listPredictions",
          "listPredictionCustomers",
          "showMonitoring",
          "listApiKeys",
          "showApiKey",
          "revokeApiKey",
          "readFileOfOrganization",
          "readFile",
          "live",
          "ready",
          "contract" ->
          plain(operation, "");
      default -> throw new AssertionError("no row says how to call " + operation);
    };
  }

  /** {@return the row of an operation with the option that names a target} */
  static Row ofTarget(Operation operation) {
    Row row = of(operation);
    String query = row.query().isEmpty() ? "?" : row.query() + "&";
    return new Row(operation, query + "target={target_name}", row.body(), row.form());
  }

  private static Row plain(Operation operation, String query) {
    return new Row(operation, query, "", Optional.empty());
  }

  private static Row json(Operation operation, String body) {
    return new Row(operation, "", body, Optional.empty());
  }

  private static Row form(Operation operation, String query) {
    return new Row(operation, query, "", Optional.of(Form.file(FILE)));
  }

  /** {@return whether the request names something other than its organization} */
  boolean namesThings() {
    return (operation.path() + query + body).replace("{org_id}", "").matches("(?s).*\\{\\w+}.*");
  }

  /** {@return what is answered to ids of nothing} */
  int statusOfNothing() {
    return switch (operation.id()) {
      case "changeDeployment" -> 422; // its body names models
      case "eraseCustomer" -> 202; // whether or not anything is stored of the customer
      default -> 404;
    };
  }

  /** {@return whether this is an answer to a call that may be made} */
  boolean isDone(int status) {
    return status < 300
        || status == 409 // others of these calls have begun jobs
        || (status == 422 && operation.id().equals("exportWekaModel"));
  }

  Response call(Door door, String method, Map<String, String> ids) {
    byte[] bytes =
        form.map(Form::bytes).orElseGet(() -> filled(body, ids).getBytes(StandardCharsets.UTF_8));
    String type =
        form.isPresent() ? "multipart/form-data; boundary=" + Form.BOUNDARY : "application/json";
    return door.call(method, filled(operation.path() + query, ids), type, bytes);
  }

  private static String filled(String template, Map<String, String> ids) {
    String text = template;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      text = text.replace("{" + id.getKey() + "}", id.getValue());
    }
    return text;
  }
}
