package dev.churn.http.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ProgramVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines to copy into other builds; {@code DeployedArtifacts} builds a project by them. */
final class ReadmeLinesTest {
  private final Path root = Path.of("").toAbsolutePath().resolveSibling("README.md").getParent();
  private final ReadmeLines lines = ReadmeLines.read(root.resolve("README.md"));

  @Test
  void maven_and_gradle_are_given_the_same_modules() {
    assertThat(lines.mavenModules()).startsWith("churn").hasSizeGreaterThan(1);
    assertThat(lines.gradleModules()).isEqualTo(lines.mavenModules());
  }

  @Test
  void every_module_exists() {
    assertThat(lines.mavenModules().stream().skip(1))
        .allSatisfy(module -> assertThat(root.resolve(module).resolve("pom.xml")).exists());
  }

  @Test
  void the_version_is_that_of_the_build() {
    assertThat(lines.versions()).hasSize(2).containsOnly(ProgramVersion.get());
  }

  @Test
  void lines_can_be_left_out() {
    String fewer = lines.mavenWith(List.of("churn-domain"));

    assertThat(fewer).contains("<scope>import</scope>", "churn-domain").doesNotContain("training");
  }
}
