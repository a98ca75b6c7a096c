package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.FeatureNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Contract and documentation name the features that the program has. */
final class FeatureContractTest {
  private static final Pattern TABLE_ROW = Pattern.compile("^\\| `(\\w+)`", Pattern.MULTILINE);

  @Test
  void the_contract_names_every_feature_and_no_other() throws IOException {
    JsonNode numbers;
    try (InputStream yaml = ChurnApi.class.getResourceAsStream("openapi.yaml")) {
      numbers = new YAMLMapper().readTree(yaml).at("/components/schemas/FeatureNumbers");
    }

    assertThat(numbers.path("required").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(FeatureNames.eight());
    assertThat(List.copyOf(numbers.path("properties").propertyNames()))
        .containsExactlyElementsOf(FeatureNames.eight());
  }

  @Test
  void the_documentation_defines_every_feature() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "features.md"), StandardCharsets.UTF_8);

    assertThat(TABLE_ROW.matcher(page).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(FeatureNames.known());
  }
}
