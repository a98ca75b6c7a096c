package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page at {@code /docs}, used in a browser as its reader does. */
@ExtendWith(RunningServer.Shared.class)
final class ApiPageTest {
  /** Helpers in the page. Values are set as typing does, since the page listens for events. */
  private static final String HELPERS =
      """
      const until = async (find, what) => {
        for (let i = 0; i < 600; i++) {
          const found = find();
          if (found) return found;
          await new Promise(done => setTimeout(done, 50));
        }
        throw new Error('not found: ' + what);
      };
      const type = (field, text) => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
        field.dispatchEvent(new Event('input', {bubbles: true}));
        field.dispatchEvent(new Event('change', {bubbles: true}));
        field.dispatchEvent(new Event('focusout', {bubbles: true})); // else it waits for more
      };
      const open = async block => {
        const path = block.querySelector('[data-path]').dataset.path;
        block.querySelector('.opblock-summary-control').click();
        (await until(() => block.querySelector('.try-out__btn'), 'Try it out of ' + path)).click();
        await until(() => block.querySelector('.execute'), 'Execute of ' + path);
        return path;
      };
      const fill = (block, name, text) => {
        const field = block.querySelector(
            `tr[data-param-in="path"][data-param-name="${name}"] :is(input, select)`);
        if (field) type(field, text);
        return !!field;
      };
      const execute = async block => {
        block.querySelector('.execute').click();
        const status = await until(
            () => block.querySelector('.live-responses-table .response .response-col_status'),
            'answer of ' + block.querySelector('[data-path]').dataset.path);
        return {
          url: block.querySelector('.request-url pre').textContent,
          status: parseInt(status.textContent),
          body: block.querySelector('.live-responses-table .highlight-code')?.textContent ?? ''};
      };
      """;

  private final RunningServer server;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path profile;

  private Chromium page;

  ApiPageTest(RunningServer server) {
    this.server = server;
  }

  @BeforeEach
  void open_the_page() throws IOException, InterruptedException {
    Optional<Path> browser = Chromium.find();
    assumeTrue(browser.isPresent(), "skipped: no Chromium or Chrome on the PATH");
    page = Chromium.open(browser.get(), profile, server.url() + "/docs");
  }

  @AfterEach
  void close_the_page() {
    if (page != null) {
      page.close();
    }
  }

  private JsonNode inPage(String steps) {
    return page.evaluate("(async () => {" + HELPERS + steps + "})()");
  }

  @Test
  void predict_is_tried_out_on_the_page() {
    Caller caller = server.caller();
    String organization = server.newOrganization();
    Scenario.processed(caller, organization, Scenario.history(300, 1));
    Scenario.train(caller, organization, "logistic_regression");

    JsonNode answer =
        inPage(
            """
            const block = await until(
                () => document.querySelector('.opblock:has([data-path$="/predict"])'), 'predict');
            await open(block);
            fill(block, 'org_id', '%s');
            return await execute(block);
            """
                .formatted(organization));

    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.path("body").asString()).contains("churn_probability");
  }

  @Test
  void every_operation_is_sent_to_its_path_with_the_parameters_filled_in() {
    String id = UUID.randomUUID().toString();

    JsonNode answers =
        inPage(
            """
            await until(() => document.querySelector('.opblock'), 'operations');
            const answers = [];
            for (const block of document.querySelectorAll('.opblock')) {
              const path = await open(block);
              const missing = [...path.matchAll(/\\{([a-z_]+)\\}/g)].map(match => match[1])
                  .filter(name => !fill(block, name, name === 'bucket' ? 'utils' : '%s'));
              const file = block.querySelector('input[type=file]');
              const sent = missing.length || file ? {} : await execute(block);
              answers.push({path, missing, needsFile: !!file, ...sent});
              block.querySelector('.opblock-summary-control').click();
            }
            return answers;
            """
                .formatted(id));

    List<ApiContract.Operation> operations = ApiContract.INSTANCE.operations("/");
    System.out.println(answers.toPrettyString());
    assertThat(answers.size()).isEqualTo(operations.size());
    for (JsonNode answer : answers) {
      assertThat(answer.path("missing").isEmpty()).as(answer.toString()).isTrue();
      if (!answer.path("needsFile").asBoolean()) {
        String path = answer.path("path").asString().replace("{bucket}", "utils");
        assertThat(answer.path("url").asString())
            .as(answer.toString())
            .startsWith(server.url() + path.replaceAll("\\{[a-z_]+}", id));
        assertThat(answer.path("status").asInt()).as(answer.toString()).isPositive();
      }
    }
  }
}
