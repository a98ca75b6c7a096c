package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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

  private Chromium page;

  ApiPageTest(RunningServer server) {
    this.server = server;
  }

  @BeforeEach
  void open_the_page() throws IOException, InterruptedException {
    Optional<Path> browser = Chromium.find();
    assumeTrue(browser.isPresent(), "skipped: no Chromium or Chrome on the PATH");
    page = Chromium.open(browser.get(), server.url() + "/docs");
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
  void every_parameter_of_every_path_can_be_filled_in() {
    JsonNode operations =
        inPage(
            """
            await until(() => document.querySelector('.opblock'), 'operations');
            const operations = [];
            for (const block of document.querySelectorAll('.opblock')) {
              const path = block.querySelector('[data-path]').dataset.path;
              const toggle = block.querySelector('.opblock-summary-control');
              toggle.click();
              await until(() => block.querySelector('.try-out__btn'), 'Try it out of ' + path);
              const shown = [...block.querySelectorAll('tr[data-param-in="path"]')]
                  .filter(row => row.querySelector('input, select'))
                  .map(row => `{${row.dataset.paramName}}`);
              const needed = path.match(/\\{[a-z_]+\\}/g) ?? [];
              operations.push({path, missing: needed.filter(name => !shown.includes(name))});
              toggle.click();
            }
            return operations;
            """);
    assertThat(operations.size()).isEqualTo(ApiContract.INSTANCE.operations("/").size());
    assertThat(operations).allMatch(operation -> operation.path("missing").isEmpty());
  }
}
