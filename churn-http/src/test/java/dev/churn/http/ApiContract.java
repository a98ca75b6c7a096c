package dev.churn.http;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.churn.http.request.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml}, against which the tests hold every answer that they get. */
public final class ApiContract {
  public static final ApiContract INSTANCE = new ApiContract();

  private final JsonNode contract;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final ConcurrentMap<String, Schema> schemaOfName = new ConcurrentHashMap<>();

  private ApiContract() {
    try (InputStream yaml = ChurnApi.class.getResourceAsStream("openapi.yaml")) {
      contract = new YAMLMapper().readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Something that can be asked for.
   *
   * @param path with its parameters in braces
   * @param options the names of what its query may have, sorted
   * @param access who may call it: a scope, "operator" or, for everybody, "public"
   */
  public record Operation(
      String id, String method, String path, List<String> options, String access) {}

  /** {@return all operations whose path begins so} */
  public List<Operation> operations(String prefix) {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> item : contract.path("paths").properties()) {
      for (String method : List.of("get", "post", "put", "patch", "delete")) {
        JsonNode operation = item.getValue().path(method);
        if (item.getKey().startsWith(prefix) && !operation.isMissingNode()) {
          operations.add(
              new Operation(
                  operation.path("operationId").asString(),
                  method.toUpperCase(Locale.ROOT),
                  item.getKey(),
                  options(operation),
                  access(operation)));
        }
      }
    }
    return operations;
  }

  private static String access(JsonNode operation) {
    JsonNode ways = operation.path("security");
    if (ways.isMissingNode()) {
      throw new AssertionError(operation.path("operationId").asString() + ": no security");
    }
    return ways.isEmpty() ? "public" : ways.path(0).path("bearer").path(0).asString();
  }

  private List<String> options(JsonNode operation) {
    return operation
        .path("parameters")
        .valueStream()
        .map(this::resolved)
        .filter(parameter -> parameter.path("in").asString().equals("query"))
        .map(parameter -> parameter.path("name").asString())
        .sorted()
        .toList();
  }

  /** Fails unless the answer is one that the contract allows for the request. */
  void check(HttpResponse<byte[]> response) {
    String method = response.request().method().toLowerCase(Locale.ROOT);
    String path = response.request().uri().getRawPath();
    int status = response.statusCode();
    JsonNode promised = find(path).map(item -> item.path(method)).orElse(contract.path("none"));
    String what = method + " " + path + " → " + status;
    if (promised.isMissingNode()) {
      // what the contract does not know can only be missing or not allowed
      if (!method.equals("head") && status != 404 && status != 405 && status != 400) {
        throw new AssertionError(what + ": openapi.yaml has no such operation");
      }
      return;
    }
    JsonNode answers = promised.path("responses");
    JsonNode answer = answers.path(Integer.toString(status));
    if (answer.isMissingNode() && status >= 400) {
      answer = answers.path("default");
    }
    if (answer.isMissingNode()) {
      throw new AssertionError(what + ": openapi.yaml promises no such status");
    }
    checkBody(what, resolved(answer).path("content"), response);
  }

  private void checkBody(String what, JsonNode content, HttpResponse<byte[]> response) {
    if (content.isMissingNode()) {
      if (response.body().length > 0) {
        throw new AssertionError(what + ": openapi.yaml promises no body");
      }
      return;
    }
    String type = response.headers().firstValue("Content-Type").orElse("none");
    if (content.has("*/*")) {
      return;
    }
    String essence = type.split(";", 2)[0].strip(); // a charset makes it no other type
    if (!content.has(essence)) {
      throw new AssertionError(what + ": openapi.yaml promises no content of type " + type);
    }
    String reference = content.path(essence).path("schema").path("$ref").asString("");
    if (reference.isEmpty()) {
      return;
    }
    List<Error> errors = errors(reference, Json.read(response.body()));
    if (!errors.isEmpty()) {
      throw new AssertionError(
          errors.stream().map(Error::toString).collect(Collectors.joining("\n", what + ":\n", "")));
    }
  }

  private Optional<JsonNode> find(String path) {
    for (Map.Entry<String, JsonNode> entry : contract.path("paths").properties()) {
      String template = entry.getKey().replace("{path}", ".+").replaceAll("\\{[a-z_]+}", "[^/]+");
      if (Pattern.matches(template, path)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  /** {@return the whole document} */
  JsonNode document() {
    return contract;
  }

  /** {@return what a value has that the schema, given by its reference, does not allow} */
  List<Error> errors(String reference, JsonNode value) {
    return schema(reference).validate(value);
  }

  /** {@return the node, or the one that it refers to} */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? contract.at(node.path("$ref").asString().substring(1)) : node;
  }

  private Schema schema(String reference) {
    return schemaOfName.computeIfAbsent(
        reference,
        name -> {
          ObjectNode document = ((ObjectNode) contract).objectNode();
          document.put("$ref", name);
          document.set("components", contract.path("components"));
          return schemas.getSchema(document);
        });
  }
}
