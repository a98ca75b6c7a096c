package dev.churn.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files under {@code docs/deploy} say what the program understands. */
final class DeployFilesTest {
  private static final Path FOLDER =
      Path.of("").toAbsolutePath().resolveSibling("docs").resolve("deploy");
  private static final String JAR = "/opt/churn/churn-http.jar";

  private final String dockerfile = text("Dockerfile");
  private final String unit = text("churn.service");
  private final JsonNode compose = YAMLMapper.shared().readTree(text("compose.yaml"));

  @Test
  void every_setting_of_the_image_exists() {
    String variables = dockerfile.substring(dockerfile.indexOf("\nENV "));

    assertThat(found("(?:ENV|\\G.*\\\\\\n) +([A-Z_]+)=", variables))
        .contains("HOST", "CHURN_HOME")
        .allMatch(settings()::contains);
  }

  @Test
  void every_setting_of_the_composed_server_exists() {
    assertThat(compose.at("/services/churn/environment").propertyNames())
        .contains("DATABASE_URL", "SUPABASE_URL")
        .allMatch(settings()::contains);
  }

  @Test
  void every_setting_of_the_unit_exists() {
    assertThat(found("(?m)^Environment=([A-Z_]+)=", unit))
        .contains("CHURN_HOME")
        .allMatch(settings()::contains);
  }

  @Test
  void every_setting_of_the_instructions_exists() {
    assertThat(found("\\b([A-Z]+_[A-Z_]+)=", text("README.md")))
        .contains("DATABASE_URL")
        .allMatch(settings()::contains);
  }

  @Test
  void image_and_unit_run_the_jar_that_was_put_there_as_an_ordinary_user() {
    assertThat(dockerfile)
        .contains(JAR + "\n", "\"-jar\", \"" + JAR + "\"]", "STOPSIGNAL SIGTERM")
        .containsPattern("(?m)^USER churn$");
    assertThat(unit).contains("User=churn").containsPattern("(?m)^ExecStart=.* -jar " + JAR + "$");
    assertThat(text("README.md")).contains("churn-http/target/churn-http.jar " + JAR);
  }

  @Test
  void health_is_asked_where_the_contract_has_it() throws IOException {
    Path contract = Path.of("src/main/resources/dev/churn/http/openapi.yaml");

    assertThat(Files.readString(contract)).contains("/health/ready:");
    assertThat(dockerfile).containsPattern("HEALTHCHECK(.*\\\\\\n)*.*/health/ready");
  }

  @Test
  void the_server_of_the_composition_waits_for_its_database_and_may_end_gracefully() {
    JsonNode churn = compose.at("/services/churn");

    assertThat(churn.at("/depends_on/postgres/condition").asString()).isEqualTo("service_healthy");
    assertThat(churn.path("stop_grace_period").asString()).isEqualTo("60s");
    assertThat(compose.at("/services/postgres/healthcheck/test").toString()).contains("pg_isready");
  }

  /** The names that are asked for, with Supabase and without. */
  private static Set<String> settings() {
    Set<String> asked = new TreeSet<>();
    for (Map<String, String> given :
        List.of(
            Map.<String, String>of(),
            Map.of("SUPABASE_URL", "https://example.org", "SUPABASE_SERVICE_ROLE_KEY", "key"))) {
      new SettingsReader(new Recording(given, asked)).read();
    }
    return asked;
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).toList();
  }

  private static String text(String file) {
    try (Stream<String> lines = Files.lines(FOLDER.resolve(file))) {
      return String.join("\n", lines.toList()) + "\n";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Recording extends AbstractMap<String, String> {
    private final Map<String, String> given;
    private final Set<String> asked;

    Recording(Map<String, String> given, Set<String> asked) {
      this.given = given;
      this.asked = asked;
    }

    @Override
    public String get(Object name) {
      asked.add((String) name);
      return given.get(name);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return given.entrySet();
    }
  }
}
