package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.demo.Demo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningServer.Shared.class)
final class DemoTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

  @TempDir Path folder;
  private final RunningServer server;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  DemoTest(RunningServer server) {
    this.server = server;
  }

  private Demo demoFor(String organization) {
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Demo(server.url(), Optional.empty(), organization, folder, TODAY, 150, out, false);
  }

  @Test
  void the_demonstration_says_that_it_simulates_and_ends_with_whom_to_call() {
    assertThat(demoFor(Demo.newOrganization(server.url(), Optional.empty())).run()).isTrue();

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("SIMULATED")
        .containsPattern("logistic_regression +0\\.\\d{3}")
        .containsPattern("random_forest +0\\.\\d{3}")
        .containsPattern("gradient_boosting +0\\.\\d{3}")
        .containsPattern(
            "(beats|not shown to beat|no better than|worse than) (counting|BG/NBD|silence|quint)")
        .containsPattern(
            "The most value at risk of \\d+ active customers \\(\\d+ more have lapsed\\)")
        .contains("chance of leaving")
        .containsPattern("SIM-\\d+ +active +\\d+\\.\\d %")
        .doesNotContainPattern("SIM-\\d+ +lapsed")
        .contains("activated: ")
        .contains("curl -s '" + server.url());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void every_demonstration_has_an_organization_of_its_own() {
    String organization = Demo.newOrganization(server.url(), Optional.empty());

    assertThat(organization)
        .isNotEqualTo(ChurnServer.DEMO_ORGANIZATION.toString())
        .isNotEqualTo(Demo.newOrganization(server.url(), Optional.empty()));
    assertThat(
            server
                .caller()
                .get("/api/v1/organizations/" + organization)
                .ok()
                .path("name")
                .asString())
        .isEqualTo("Simulated customers");
  }

  @Test
  void a_demonstration_that_fails_says_where_and_why() {
    assertThat(demoFor("00000000-0000-4000-8000-000000000000").run()).isFalse();

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("failed")
        .contains("upload-dataset answered 404")
        .contains("There is no organization");
  }
}
