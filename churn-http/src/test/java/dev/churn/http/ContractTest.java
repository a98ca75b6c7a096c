package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a reader, a page and a generator of clients need of {@code openapi.yaml}. */
final class ContractTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final ApiContract contract = ApiContract.INSTANCE;
  private final List<String> problems = new ArrayList<>();

  @Test
  void a_linter_finds_nothing_wrong() throws IOException {
    try (InputStream yaml = ChurnApi.class.getResourceAsStream("openapi.yaml")) {
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      var options = new ParseOptions();
      options.setResolve(true);

      assertThat(new OpenAPIV3Parser().readContents(text, null, options).getMessages()).isEmpty();
    }
  }

  @Test
  void every_field_has_a_value() {
    // {description: small, and red} has a field "and red" without one; linters let it pass
    for (Map.Entry<String, JsonNode> part : contract.document().properties()) {
      if (part.getKey().equals("components")) {
        part.getValue().properties().stream()
            .filter(kind -> !kind.getKey().equals("examples"))
            .forEach(kind -> collectNulls(kind.getKey(), kind.getValue()));
      } else {
        collectNulls(part.getKey(), part.getValue());
      }
    }

    assertThat(problems).isEmpty();
  }

  private void collectNulls(String place, JsonNode node) {
    if (node.isArray()) {
      node.forEach(element -> collectNulls(place, element));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isNull()) {
        problems.add("%s: '%s' has no value; quote the text".formatted(place, field.getKey()));
      }
      collectNulls(place + "/" + field.getKey(), field.getValue());
    }
  }

  @Test
  void every_operation_has_summary_and_description_and_every_body_examples_that_fit() {
    for (Map.Entry<String, JsonNode> path : contract.document().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          checkOperation(method.getKey() + " " + path.getKey(), method.getValue());
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  private void checkOperation(String place, JsonNode operation) {
    for (String text : List.of("operationId", "summary", "description")) {
      if (operation.path(text).asString("").isBlank()) {
        problems.add(place + ": no " + text);
      }
    }
    checkContent(place + " request", operation.path("requestBody").path("content"));
    for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
      JsonNode content = contract.resolved(response.getValue()).path("content");
      checkContent(place + " " + response.getKey(), content);
    }
  }

  private void checkContent(String place, JsonNode content) {
    for (Map.Entry<String, JsonNode> type : content.properties()) {
      JsonNode schema = type.getValue().path("schema");
      JsonNode examples = type.getValue().path("examples");
      boolean isFile = schema.path("format").asString("").equals("binary");
      boolean isForm = type.getKey().startsWith("multipart/"); // its fields are told one by one
      if (examples.isEmpty() && !isFile && !isForm) {
        problems.add(place + ": no examples");
      }
      for (JsonNode example : examples) {
        checkExample(place, schema.path("$ref").asString(""), example);
      }
    }
  }

  private void checkExample(String place, String schema, JsonNode example) {
    JsonNode value = contract.resolved(example).path("value");
    if (value.isMissingNode()) {
      problems.add(place + ": an example without a value");
    } else if (!schema.isEmpty()) {
      contract
          .errors(schema, value)
          .forEach(error -> problems.add("%s example: %s".formatted(place, error)));
    }
  }
}
