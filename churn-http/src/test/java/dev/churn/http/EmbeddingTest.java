package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code samples of the README are those of the examples, which the build compiles and runs. */
class EmbeddingTest {
  @ParameterizedTest
  @ValueSource(strings = {"FeaturesInAUnitTest", "PredictFromFile"})
  void the_readme_shows_the_very_sample(String example) throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Path source = module.resolve("src/test/java/dev/churn/http/example/" + example + ".java");
    String sample =
        Files.readString(source)
            .lines()
            .dropWhile(line -> !line.strip().equals("// begin of the sample"))
            .skip(1)
            .takeWhile(line -> !line.strip().equals("// end of the sample"))
            .collect(Collectors.joining("\n"))
            .stripIndent();

    assertThat(sample).isNotBlank();
    assertThat(Files.readString(module.resolveSibling("README.md"))).contains(sample);
  }
}
