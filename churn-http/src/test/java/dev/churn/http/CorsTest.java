package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which web pages of other origins may call the server. */
final class CorsTest {
  private static final String APP = "https://app.example.org";
  private static final String PREDICT =
      "/api/v1/churn/v2/organizations/00000000-0000-0000-0000-000000000000/predict";

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path folder;

  /** {@return the answers to a page's request and to the preflight before it} */
  private Answers answersTo(String origin, String allowed)
      throws IOException, InterruptedException {
    Settings settings =
        Settings.from(Map.of("CHURN_HOME", folder.toString(), "CORS_ORIGINS", allowed));
    try (var api = new ApiInMemory(settings, folder)) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(api.url() + PREDICT)).header("Origin", origin);
      HttpRequest preflight =
          request
              .copy()
              .header("Access-Control-Request-Method", "POST")
              .header("Access-Control-Request-Headers", "content-type")
              .method("OPTIONS", BodyPublishers.noBody())
              .build();
      HttpRequest call =
          request
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{}"))
              .build();
      return new Answers(
          client.send(preflight, BodyHandlers.ofString()),
          client.send(call, BodyHandlers.ofString()));
    }
  }

  private record Answers(HttpResponse<String> preflight, HttpResponse<String> call) {}

  private static String allowed(HttpHeaders headers) {
    return headers.firstValue("Access-Control-Allow-Origin").orElse("nobody");
  }

  @Test
  void a_named_origin_may_call_and_read_also_what_went_wrong()
      throws IOException, InterruptedException {
    Answers answers = answersTo(APP, APP + ", http://localhost:3000");

    assertThat(answers.preflight().statusCode()).isEqualTo(200);
    assertThat(allowed(answers.preflight().headers())).isEqualTo(APP);
    assertThat(answers.preflight().headers().firstValue("Access-Control-Allow-Methods"))
        .hasValue("POST");
    assertThat(answers.preflight().headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("content-type");
    assertThat(answers.call().statusCode()).isEqualTo(404);
    assertThat(allowed(answers.call().headers())).isEqualTo(APP);
  }

  @Test
  void others_may_not() throws IOException, InterruptedException {
    Answers stranger = answersTo("https://evil.example", APP);
    assertThat(allowed(stranger.preflight().headers())).isEqualTo("nobody");
    assertThat(allowed(stranger.call().headers())).isEqualTo("nobody");

    Answers closed = answersTo(APP, "");
    assertThat(allowed(closed.preflight().headers())).isEqualTo("nobody");
    assertThat(allowed(closed.call().headers())).isEqualTo("nobody");
  }
}
