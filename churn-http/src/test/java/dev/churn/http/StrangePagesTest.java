package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which names a request may call the server by, and which web pages may send it. */
final class StrangePagesTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";
  private static final String JSON = "Content-Type: application/json\n";

  @TempDir Path folder;

  private ApiInMemory start(String... settings) throws IOException {
    Map<String, String> variables = new TreeMap<>(Map.of("CHURN_HOME", folder.toString()));
    for (int i = 0; i < settings.length; i += 2) {
      variables.put(settings[i], settings[i + 1]);
    }
    return new ApiInMemory(Settings.from(variables), folder);
  }

  private static int status(ApiInMemory api, String method, String path, String headers)
      throws IOException {
    return answer(api, method, path, headers).status();
  }

  private static RawConnection.Answer answer(
      ApiInMemory api, String method, String path, String headers) throws IOException {
    try (RawConnection connection = RawConnection.to(api.url())) {
      String body =
          method.equals("POST") ? JSON + "Content-Length: 16\n\n{\"name\": \"acme\"}" : "\n";
      return connection
          .send("%s %s HTTP/1.1\n%s%s".formatted(method, path, headers, body))
          .answer()
          .orElseThrow();
    }
  }

  private static int get(ApiInMemory api, String host) throws IOException {
    return status(api, "GET", ORGANIZATIONS, "Host: " + host + "\n");
  }

  @Test
  void a_name_that_is_not_the_servers_is_misdirected_since_it_may_be_rebound() throws IOException {
    try (ApiInMemory api = start()) {
      for (String host :
          new String[] {
            "evil.example",
            "evil.example:5000",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "notlocalhost",
            "10.1.2.3",
            "0.0.0.0",
            "[2001:db8::1]"
          }) {
        RawConnection.Answer answer = answer(api, "GET", ORGANIZATIONS, "Host: " + host + "\n");
        assertThat(answer.status()).as(host).isEqualTo(421);
        assertThat(answer.body()).contains("ALLOWED_HOSTS", "urn:churn:problem:misdirected");
        assertThat(status(api, "POST", ORGANIZATIONS, "Host: " + host + "\n")).isEqualTo(421);
      }
      for (String host :
          new String[] {
            "localhost", "LOCALHOST:80", "localhost.", "127.0.0.1:9", "127.9.9.9", "[::1]:5"
          }) {
        assertThat(get(api, host)).as(host).isEqualTo(200);
      }
    }
  }

  @Test
  void health_is_told_under_every_name_and_a_request_without_any_is_no_browsers()
      throws IOException {
    try (ApiInMemory api = start();
        RawConnection old = RawConnection.to(api.url())) {
      assertThat(status(api, "GET", "/health/live", "Host: 10.1.2.3:5000\n")).isEqualTo(200);
      assertThat(status(api, "GET", "/health/ready", "Host: churn-7\n")).isEqualTo(200);
      assertThat(old.send("GET " + ORGANIZATIONS + " HTTP/1.0\n\n").answer().orElseThrow().status())
          .isEqualTo(200);
    }
  }

  @Test
  void settings_name_more_hosts() throws IOException {
    try (ApiInMemory api =
        start("ALLOWED_HOSTS", "churn, 10.1.2.3", "PUBLIC_URL", "https://churn.example.org/x")) {
      for (String host : new String[] {"churn:5000", "10.1.2.3", "Churn.Example.org"}) {
        assertThat(get(api, host)).as(host).isEqualTo(200);
      }
      assertThat(get(api, "evil.example")).isEqualTo(421);
    }
    try (ApiInMemory api = start("ALLOWED_HOSTS", "*")) {
      assertThat(get(api, "evil.example")).isEqualTo(200);
    }
  }

  private static String from(String origin) {
    return "Host: localhost:5000\nOrigin: " + origin + "\n";
  }

  @Test
  void a_page_of_another_origin_neither_writes_nor_reads() throws IOException {
    try (ApiInMemory api =
        start(
            "CORS_ORIGINS", "https://app.example.org", "PUBLIC_URL", "https://churn.example.org")) {
      for (String origin :
          new String[] {
            "https://evil.example",
            "http://localhost:3000",
            "http://localhost",
            "https://app.example.org.evil.example",
            "https://app.example.org:444",
            "null",
            "file://"
          }) {
        RawConnection.Answer answer = answer(api, "POST", ORGANIZATIONS, from(origin));
        assertThat(answer.status()).as(origin).isEqualTo(403);
        assertThat(answer.body()).contains("CORS_ORIGINS", "urn:churn:problem:cross-site");
        assertThat(status(api, "DELETE", ORGANIZATIONS + "/x", from(origin))).isEqualTo(403);
        if (!origin.equals("null")) {
          assertThat(status(api, "GET", ORGANIZATIONS, from(origin))).isEqualTo(403);
        }
      }
      for (String origin :
          new String[] {
            "http://localhost:5000", "https://app.example.org", "https://churn.example.org"
          }) {
        assertThat(status(api, "POST", ORGANIZATIONS, from(origin))).as(origin).isEqualTo(201);
        assertThat(status(api, "GET", ORGANIZATIONS, from(origin))).as(origin).isEqualTo(200);
      }
      assertThat(status(api, "POST", ORGANIZATIONS, "Host: localhost:5000\n")).isEqualTo(201);
    }
  }

  @Test
  void a_form_of_another_site_uploads_nothing() throws IOException {
    try (ApiInMemory api = start();
        RawConnection connection = RawConnection.to(api.url())) {
      String organization = Scenario.newOrganization(new Caller(api.url()));
      connection.send(
          "POST %s%s/upload-dataset HTTP/1.1\nHost: localhost\nOrigin: https://evil.example\n"
                  .formatted(Caller.PREFIX, organization)
              + "Content-Type: multipart/form-data; boundary=b\nContent-Length: 1000\n\n");

      assertThat(connection.answer().orElseThrow().status()).isEqualTo(403);
    }
  }

  @Test
  void what_a_browser_says_of_the_site_counts_also_without_an_origin() throws IOException {
    try (ApiInMemory api = start("CORS_ORIGINS", "https://app.example.org")) {
      for (String site : new String[] {"cross-site", "same-site"}) {
        String headers = "Host: localhost\nSec-Fetch-Site: " + site + "\n";
        assertThat(status(api, "POST", ORGANIZATIONS, headers)).as(site).isEqualTo(403);
        assertThat(status(api, "GET", ORGANIZATIONS, headers)).as(site).isEqualTo(403);
        String frame = headers + "Sec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe\n";
        assertThat(status(api, "GET", "/docs", frame)).as(site).isEqualTo(403);
        String visit = headers + "Sec-Fetch-Mode: navigate\nSec-Fetch-Dest: document\n";
        assertThat(status(api, "GET", "/docs", visit)).as(site).isEqualTo(200);
        assertThat(status(api, "POST", ORGANIZATIONS, visit)).as(site).isEqualTo(403);
        String allowed = headers + "Origin: https://app.example.org\n";
        assertThat(status(api, "POST", ORGANIZATIONS, allowed)).as(site).isEqualTo(201);
      }
      for (String site : new String[] {"same-origin", "none"}) {
        String headers = "Host: localhost\nSec-Fetch-Site: " + site + "\n";
        assertThat(status(api, "POST", ORGANIZATIONS, headers)).as(site).isEqualTo(201);
      }
    }
  }
}
