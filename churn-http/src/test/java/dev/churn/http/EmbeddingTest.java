package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.features.RfmFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The code sample of the README, compiled and run. */
class EmbeddingTest {
  @Test
  void features_need_no_infrastructure() {
    // begin of the sample
    var events =
        List.of(
            CustomerEvent.of(LocalDate.parse("2024-01-15"), 150.50),
            CustomerEvent.of(LocalDate.parse("2024-02-20"), 80.00));
    var definition = new FeatureDefinition(Set.of(), 500.00); // all event types; money's scale
    FeatureVector features =
        new RfmFeatures().compute(events, LocalDate.parse("2024-03-01"), definition);
    // end of the sample

    assertThat(features.get(Feature.TENURE_DAYS)).isEqualTo(46);
    assertThat(features.get(Feature.AVG_TRANSACTION_VALUE)).isEqualTo(115.25);
  }

  @Test
  void the_readme_shows_this_very_sample() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Path source = module.resolve("src/test/java/dev/churn/http/EmbeddingTest.java");
    String sample =
        Files.readString(source)
            .lines()
            .dropWhile(line -> !line.strip().equals("// begin of the sample"))
            .skip(1)
            .takeWhile(line -> !line.strip().equals("// end of the sample"))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(module.resolveSibling("README.md"))).contains(sample);
  }
}
