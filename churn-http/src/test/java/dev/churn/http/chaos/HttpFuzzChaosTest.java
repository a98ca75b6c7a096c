package dev.churn.http.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.ChurnServer;
import dev.churn.http.settings.Settings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged requests to every route: paths, queries, headers and bodies. */
final class HttpFuzzChaosTest {
  private static final long INPUTS = Long.getLong("chaos.requests", 50_000);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
  private static final int MOST_MILLIS = 20_000;
  private static final String ID = "11111111-2222-4333-8444-555555555555";

  @TempDir Path folder;

  @Test
  void no_request_is_answered_by_500_or_not_at_all() throws IOException {
    Map<String, Integer> statuses = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    Map<String, String> variables = new TreeMap<>(Lab.UNLIMITED);
    variables.put("CHURN_HOME", folder.toString());
    try (var api = ChurnServer.start(Settings.from(variables))) {
      URI url = URI.create(api.url());
      String organization = Api.newOrganization(api.url(), "{\"name\": \"Test\"}");
      var mutations = new Mutations(examples(organization, url.getPort()), words(), SEED);
      for (long i = 0; i < INPUTS; i++) {
        byte[] request = mutations.next();
        String status = send(url, request);
        statuses.merge(status, 1, Integer::sum);
        // 505 is the right answer to a version that HTTP does not have
        boolean isWrong = status.startsWith("5") && !status.equals("505");
        if (isWrong || status.equals("silence")) {
          wrong.add(status + " for " + new String(request, ISO_8859_1));
        }
      }
      assertThat(new Api(api.url(), organization).get("/datasets").status()).isEqualTo(200);
    }
    System.out.printf(
        Locale.ROOT, "| requests | %d | statuses %s | seed %d |%n", INPUTS, statuses, SEED);
    assertThat(wrong).isEmpty();
  }

  /** {@return the status of the first answer, or what there was instead} */
  private static String send(URI url, byte[] request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      socket.setSoTimeout(MOST_MILLIS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput(); // a body that is shorter than announced ends here
      byte[] head = new BufferedInputStream(socket.getInputStream()).readNBytes(12);
      return head.length < 12 ? "closed" : new String(head, ISO_8859_1).substring(9);
    } catch (SocketTimeoutException e) {
      return "silence";
    } catch (IOException e) {
      return "closed";
    }
  }

  private static List<byte[]> examples(String organization, int port) {
    String root = "/api/v1/churn/v2/organizations/" + organization;
    List<byte[]> examples = new ArrayList<>();
    for (String get :
        List.of(
            root + "/datasets?limit=10&offset=0",
            root + "/datasets/" + ID,
            root + "/models/" + ID,
            root + "/prediction-batches/" + ID + "/predictions?limit=5&risk_segment=high",
            root + "/prediction-customers?min_probability=0.5&as_of=2024-01-01&search=C",
            root + "/customers/C-1",
            root + "/monitoring",
            root + "/files/datasets/org_x/raw/y.csv",
            "/api/v1/organizations?limit=1",
            "/storage/v1/object/public/datasets/org_x/raw/y.csv",
            "/health/live",
            "/docs")) {
      examples.add(request("GET", get, port, ""));
    }
    examples.add(
        request(
            "POST",
            root + "/predict?explain=true",
            port,
            "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\"}]}"));
    examples.add(request("POST", root + "/train?model_type=auto", port, "{\"options\": {}}"));
    examples.add(request("POST", "/api/v1/organizations", port, "{\"name\": \"N\"}"));
    examples.add(request("PUT", root + "/deployment", port, "{\"champion\": \"" + ID + "\"}"));
    examples.add(request("DELETE", root + "/models/" + ID, port, ""));
    return examples;
  }

  private static byte[] request(String method, String path, int port, String body) {
    return """
    %s %s HTTP/1.1
    Host: 127.0.0.1:%d
    Content-Type: application/json
    Content-Length: %d

    """
        .formatted(method, path, port, body.length())
        .replace("\n", "\r\n")
        .concat(body)
        .getBytes(ISO_8859_1);
  }

  private static List<String> words() {
    return List.of(
        "%00",
        "%2e%2e/",
        "../",
        "//",
        ";x=y",
        "?",
        "&",
        "=",
        "%",
        "%zz",
        "%c3%28",
        "#",
        "\\",
        "\u0000",
        "limit=-1",
        "limit=99999999999999999999",
        "offset=9223372036854775807",
        "cursor=%7B%7D",
        "as_of=9999-99-99",
        "min_probability=NaN",
        "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n",
        "Content-Encoding: gzip\r\n",
        "Content-Length: -1\r\n",
        "Range: bytes=0-\r\n",
        "If-None-Match: *\r\n",
        "HTTP/1.0",
        "HTTP/9.9",
        "OPTIONS",
        "TRACE",
        "\r\n");
  }
}
