package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that come slowly, or not at all, keep nobody else from being served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SlowBodiesTest {
  private static final int CONNECTIONS = 400;

  /** So many answers that they fit into no buffer of a connection. */
  private static final int GREED = 400;

  private static final String ORGANIZATIONS = "/api/v1/organizations";
  private static final String HEADERS = " HTTP/1.1\nHost: localhost\n";
  private static final String JSON = "Content-Type: application/json\n";
  private static final String FORM = "Content-Type: multipart/form-data; boundary=b\n";

  private ApiInMemory api;
  private String organization;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    api =
        new ApiInMemory(
            Settings.from(
                Map.of(
                    "CHURN_HOME",
                    folder.toString(),
                    "JSON_BODY_SECONDS",
                    "3",
                    "SLOW_BODY_GRACE_SECONDS",
                    "1",
                    "MIN_BYTES_PER_SECOND",
                    "30000")),
            folder);
    organization = Scenario.newOrganization(new Caller(api.url()));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private RawConnection connect() throws IOException {
    return RawConnection.to(api.url());
  }

  private void assertServes() throws IOException {
    try (RawConnection other = connect().within(Duration.ofMillis(2500))) {
      assertThat(other.send("GET /health/live" + HEADERS + "\n").answer().orElseThrow().status())
          .isEqualTo(200);
      other.send("POST " + ORGANIZATIONS + HEADERS + JSON + "Content-Length: 16\n\n");
      assertThat(other.send("{\"name\": \"acme\"}").answer().orElseThrow().status()).isEqualTo(201);
    }
  }

  private String upload() {
    return "POST " + Caller.PREFIX + organization + "/upload-dataset" + HEADERS;
  }

  @Test
  void many_that_trickle_are_ended_and_all_others_are_served()
      throws IOException, InterruptedException {
    List<RawConnection> slow = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        String path = i % 2 == 0 ? "POST " + ORGANIZATIONS + HEADERS + JSON : upload() + FORM;
        slow.add(connect().send(path + "Content-Length: 5000000\n\n"));
      }
      trickle(slow);
      assertServes();
      for (int i = 0; i < 4; i++) {
        Thread.sleep(700);
        trickle(slow);
      }
      for (RawConnection each : slow) {
        // there is room for four uploads of an organization at a time
        assertThat(each.answer().map(RawConnection.Answer::status).orElse(429)).isIn(408, 429);
      }
      assertServes();
    } finally {
      for (RawConnection each : slow) {
        each.close();
      }
    }
  }

  private static void trickle(List<RawConnection> connections) {
    for (RawConnection each : connections) {
      try {
        each.send("-");
      } catch (IOException e) {
        // it has been ended
      }
    }
  }

  @Test
  void who_does_not_read_or_does_not_end_the_headers_is_left()
      throws IOException, InterruptedException {
    try (RawConnection silent = connect();
        RawConnection greedy = connect()) {
      silent.send("GET /docs HTTP/1.1\nHost: local");
      greedy.send(("GET /openapi.yaml" + HEADERS + "\n").repeat(GREED));
      Thread.sleep(3500);
      int answers = 0;
      while (answers < GREED && isAnswered(greedy)) {
        answers++;
      }
      assertThat(answers).isLessThan(GREED);
      assertThat(silent.isClosed()).isTrue();
    }
  }

  private static boolean isAnswered(RawConnection connection) {
    try {
      return connection.answer().isPresent();
    } catch (IOException | NumberFormatException e) {
      return false; // cut in the middle
    }
  }

  @Test
  void a_slow_but_honest_upload_is_received() throws IOException, InterruptedException {
    String file = "customer_id,event_date,amount\n" + "C-1,2024-01-05,5\n".repeat(9000);
    String form =
        "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\n\n%s\n--b--\n"
            .formatted(file)
            .replace("\n", "\r\n");
    try (RawConnection connection = connect()) {
      connection.send(upload() + FORM + "Content-Length: " + form.length() + "\n\n");
      for (int i = 0; i < form.length(); i += 15000) {
        connection.sendRaw(form.substring(i, Math.min(form.length(), i + 15000)));
        Thread.sleep(150);
      }

      assertThat(connection.answer().orElseThrow().status()).isEqualTo(200);
    }
  }

  @Test
  void what_the_headers_refuse_is_answered_before_the_body() throws IOException {
    String huge = "Content-Length: 11800000000\n";
    Map<String, Integer> refused =
        Map.of(
            "POST /api/v1/nothing" + HEADERS + JSON + huge,
            404,
            "PUT " + ORGANIZATIONS + HEADERS + JSON + huge,
            405,
            "POST " + ORGANIZATIONS + HEADERS + JSON + huge,
            413,
            "POST " + ORGANIZATIONS + HEADERS + "Content-Type: text/plain\n" + huge,
            415,
            upload() + FORM + huge,
            413,
            upload() + JSON + huge,
            415,
            upload().replace(organization, "00000000-0000-4000-8000-000000000009")
                + FORM
                + "Content-Length: 1000000\n",
            404);
    for (Map.Entry<String, Integer> each : refused.entrySet()) {
      for (String expect : new String[] {"", "Expect: 100-continue\n"}) {
        try (RawConnection connection = connect().within(Duration.ofSeconds(2))) {
          RawConnection.Answer answer =
              connection.send(each.getKey() + expect + "\n").answer().orElseThrow();
          assertThat(answer.status()).as(each.getKey() + expect).isEqualTo(each.getValue());
          assertThat(answer.closes()).as(each.getKey() + expect).isTrue();
        }
      }
    }
  }

  @Test
  void a_body_that_is_not_wanted_is_taken_to_its_end() throws IOException {
    String piece = "x".repeat(1 << 16);
    int pieces = 160; // more than a connection holds
    String length = "Content-Length: " + pieces * piece.length() + "\n\n";
    for (String refused :
        List.of(
            "POST /api/v1/nothing" + HEADERS + JSON + length,
            upload() + JSON + length,
            upload().replace("localhost", "elsewhere.example") + FORM + length)) {
      try (RawConnection connection = connect()) {
        assertThat(connection.send(refused).answer().orElseThrow().closes()).isTrue();
        for (int i = 0; i < pieces; i++) {
          connection.sendRaw(piece); // else the answer is lost to clients that read it afterwards
        }
        assertThat(connection.isClosed()).isTrue();
      }
    }
  }

  @Test
  void who_asks_before_sending_a_body_is_told_to_send_it() throws IOException {
    try (RawConnection connection = connect()) {
      for (int i = 0; i < 2; i++) {
        connection.send(
            "POST "
                + ORGANIZATIONS
                + HEADERS
                + JSON
                + "Expect: 100-continue\nContent-Length: 16\n\n");
        assertThat(connection.answer().orElseThrow().status()).isEqualTo(100);
        assertThat(connection.send("{\"name\": \"acme\"}").answer().orElseThrow().status())
            .isEqualTo(201);
      }
    }
  }

  @Test
  void a_body_that_comes_byte_by_byte_is_read() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send("POST " + ORGANIZATIONS + HEADERS + JSON + "Transfer-Encoding: chunked\n\n");
      for (char each : "{\"name\": \"acme\"}".toCharArray()) {
        connection.send("1\n" + each + "\n");
      }
      assertThat(connection.send("0\n\n").answer().orElseThrow().status()).isEqualTo(201);
      connection.send("POST " + ORGANIZATIONS + HEADERS + JSON + "Content-Length: 9\n\n{\"name");
      RawConnection.Answer answer = connection.send("\": 1").answer().orElseThrow();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("errors");
      assertThat(connection.send("GET /health/live" + HEADERS + "\n").answer()).isPresent();
    }
  }
}
