package dev.churn.http.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.ApiInMemory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The project's own cases from practice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CasesTest {
  @TempDir static Path home;
  private final Path folder;
  private final Set<String> pending;
  private ApiInMemory api;

  CasesTest() throws IOException, URISyntaxException {
    folder = Path.of(CasesTest.class.getResource("91-leading-zeros-stay").toURI()).getParent();
    Path list = folder.resolve("pending.txt");
    pending = Files.exists(list) ? new HashSet<>(Files.readAllLines(list)) : Set.of();
  }

  @BeforeAll
  void start() throws IOException {
    api = ApiInMemory.start(home);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @TestFactory
  Stream<DynamicTest> the_answer_is_one_that_a_practitioner_expects() {
    var server = new CaseServer(api.url(), api::runJobs);
    return Case.all(folder).stream()
        .map(which -> DynamicTest.dynamicTest(which.name(), () -> check(which, server)));
  }

  private void check(Case which, CaseServer server) {
    CaseResult result = Cases.resultOf(which, server);
    if (pending.contains(which.name())) {
      assertThat(result.isAsExpected()).as("is as expected, so take it off pending.txt").isFalse();
    } else {
      assertThat(result.isAsExpected()).as(result.report()).isTrue();
    }
  }

  @Test
  void each_case_has_the_name_of_its_folder_a_kind_and_a_reason() {
    List<Case> cases = Case.all(folder);

    assertThat(cases)
        .isNotEmpty()
        .allSatisfy(
            which -> {
              assertThat(which.description().path("id").asString()).isEqualTo(which.name());
              assertThat(which.kind()).isNotBlank();
              assertThat(which.description().path("reason").asString()).isNotBlank();
              assertThat(which.alternatives()).isNotEmpty();
            });
    assertThat(cases).extracting(Case::name).containsAll(pending);
  }
}
