package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.supabase.RawClient.RawAnswer;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the server of the other tests against what the real one answered. */
final class RecordedSupabaseServerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> KEYS =
      Map.of(
          "service", RecordedSupabaseServer.SERVICE,
          "anon", RecordedSupabaseServer.ANON,
          "wrong-signature", RecordedSupabaseServer.WRONG_SIGNATURE,
          "expired", RecordedSupabaseServer.EXPIRED,
          "unknown-role", RecordedSupabaseServer.UNKNOWN_ROLE,
          "garbage", "abc");

  /** Telling by being there or not. */
  private static final List<String> TELLING = List.of("tus-complete", "content-range", "etag");

  @TempDir Path folder;
  private final Map<String, String> uploads = new HashMap<>();
  private RecordedSupabaseServer server;

  @BeforeEach
  void start() {
    server = new RecordedSupabaseServer("", folder, Duration.ofMillis(300));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void it_answers_what_the_real_server_answered() throws IOException {
    JsonNode steps;
    try (InputStream in = getClass().getResourceAsStream("exchanges.json")) {
      steps = JSON.readTree(in);
    }
    assertThat(steps.size()).isEqualTo(207);
    for (JsonNode step : steps) {
      seedBefore(step);
      expectAnswer(step);
    }
  }

  /** What requests that are not among the chosen ones had left behind. */
  private void seedBefore(JsonNode step) throws IOException {
    RecordedObjects objects = server.objects();
    switch (step.path("name").asString()) {
      case "download-missing-object-authenticated" -> {
        store("datasets/d/r.bin", "01234567890123456789", "application/octet-stream");
        store("priv/d/r.bin", "01234567890123456789", "application/octet-stream");
      }
      case "list-v2-all-levels" -> {
        for (String name : List.of("a", "b/c", "b/d", "e")) {
          store("datasets/v2/" + name, "1", "text/plain");
        }
        store("datasets/l/sub/y.csv", "1", "text/csv");
      }
      case "delete-one" -> {
        for (String name : List.of("a.csv", "b.csv", "c.txt")) {
          objects.store("datasets/l/" + name, new byte[1]);
        }
      }
      case "tus-head-after-broken-patch" -> cutChunk(step.path("path").asString());
      case "tus-unfinished-but-all-bytes-head" -> {
        String id =
            server.resumable().leaveUnfinished("datasets/te/fin", "0123456789".getBytes(UTF_8));
        uploads.put(idIn(step.path("path").asString()), id);
      }
      default -> {
        if (step.path("name").asString().endsWith("-upload-new")) {
          String folderOfStep = step.path("path").asString().split("/", -1)[3];
          store("datasets/" + folderOfStep + "/exist.csv", "a,b\n1,2\n", "text/csv");
        }
      }
    }
    Set<Rights> rights =
        step.path("anon")
            .valueStream()
            .map(right -> Rights.valueOf(right.asString()))
            .collect(Collectors.toSet());
    server.grantAnon(Set.of("datasets"), rights);
  }

  private void store(String key, String content, String type) throws IOException {
    Path file = Files.writeString(server.objects().newFile(), content);
    server.objects().store(key, file, type);
  }

  /** The third chunk broke off after 1,000,000 of 2,097,152 bytes. */
  private void cutChunk(String recordedPath) throws IOException {
    Map<String, String> headers = headers("service");
    headers.put("Tus-Resumable", "1.0.0");
    headers.put("Content-Type", "application/offset+octet-stream");
    headers.put("Upload-Offset", "12582912");
    headers.put("Content-Length", "2097152");
    try (RawClient client = new RawClient(server.url())) {
      client.sendHead("PATCH", translated(recordedPath), headers);
      client.send(new byte[1_000_000], 1_000_000);
      while (server.resumable().offsetOf(translated(recordedPath)) < 13_582_912) {
        Thread.onSpinWait(); // else the next request might be served first
      }
    }
  }

  private void expectAnswer(JsonNode step) throws IOException {
    String name = step.path("name").asString();
    String method = step.path("method").asString();
    byte[] body =
        step.has("body")
            ? step.path("body").asString().getBytes(UTF_8)
            : new byte[step.path("size").asInt(0)];
    Map<String, String> headers = headers(step.path("key").asString());
    step.path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
    if (!Set.of("GET", "HEAD", "DELETE").contains(method)) {
      headers.put("Content-Length", Integer.toString(body.length));
    }
    JsonNode recorded = step.path("response");
    boolean refused = recorded.path("status").asInt() >= 400;

    try (RawClient client = new RawClient(server.url())) {
      client.sendHead(method, translated(step.path("path").asString()), headers);
      client.send(body, refused ? Math.min(body.length, 60_000) : body.length);
      RawAnswer answer = client.answer(method);
      assertThat(answer.status()).as(name).isEqualTo(recorded.path("status").asInt());
      expectHeaders(name, recorded.path("headers"), answer.headers());
      expectBody(name, recorded.path("body"), answer);
      if (step.has("upload")) {
        uploads.put(step.path("upload").asString(), idIn(answer.headers().get("location")));
      }
    }
  }

  private static Map<String, String> headers(String key) {
    Map<String, String> headers = new TreeMap<>();
    if (KEYS.containsKey(key)) {
      headers.put("Authorization", "Bearer " + KEYS.get(key));
    }
    return headers;
  }

  /** Ids of uploads differ from run to run. */
  private String translated(String path) {
    String id = idIn(path);
    return uploads.containsKey(id) ? path.replace(id, uploads.get(id)) : path;
  }

  private static String idIn(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void expectHeaders(String name, JsonNode recorded, Map<String, String> found) {
    recorded
        .properties()
        .forEach(
            h -> assertThat(found).as(name).containsEntry(h.getKey(), h.getValue().asString()));
    for (String telling : TELLING) {
      assertThat(found.containsKey(telling))
          .as(name + " " + telling)
          .isEqualTo(recorded.has(telling));
    }
    assertThat("close".equals(found.get("connection")))
        .as(name + " closes")
        .isEqualTo(recorded.has("connection"));
  }

  private static void expectBody(String name, JsonNode recorded, RawAnswer answer) {
    if (recorded.isNull()) {
      assertThat(answer.text()).as(name).isEmpty();
    } else if (recorded.isContainer()) {
      expectJson(name, recorded, JSON.readTree(answer.text()));
    } else {
      assertThat(answer.text()).as(name).isEqualTo(recorded.asString());
    }
  }

  /** Equal but for what differs from run to run, which is an asterisk in the recording. */
  private static void expectJson(String name, JsonNode recorded, JsonNode found) {
    if (recorded.isObject()) {
      assertThat(found.propertyNames())
          .as(name)
          .containsExactlyInAnyOrderElementsOf(recorded.propertyNames());
      recorded
          .properties()
          .forEach(p -> expectJson(name + "." + p.getKey(), p.getValue(), found.get(p.getKey())));
    } else if (recorded.isArray()) {
      assertThat(found.size()).as(name).isEqualTo(recorded.size());
      for (int i = 0; i < recorded.size(); i++) {
        expectJson(name + "[" + i + "]", recorded.get(i), found.get(i));
      }
    } else if (recorded.isString() && recorded.asString().equals("*")) {
      assertThat(found.asString()).as(name).isNotEmpty();
    } else {
      assertThat(found.toString()).as(name).isEqualTo(recorded.toString());
    }
  }

  @Test
  void a_refused_duplicate_is_answered_at_once_and_its_connection_is_dead() throws IOException {
    server.objects().createBucket("datasets", StoredBucket.open(true));
    server.objects().store("datasets/same", new byte[3]);
    Map<String, String> headers = headers("service");
    headers.put("Content-Type", "application/octet-stream");

    headers.put("Content-Length", "1000000");
    try (RawClient client = new RawClient(server.url())) {
      client.sendHead("POST", "/object/datasets/same", headers);
      assertThat(client.answer("POST").text()).contains("\"409\"");
      client.send(new byte[1_000_000], 1_000_000);
      client.sendHead("GET", "/object/info/datasets/same", headers("service"));
      client.timeout(Duration.ofMillis(300));
      assertThatThrownBy(() -> client.answer("GET")).isInstanceOf(SocketTimeoutException.class);
    }

    headers.put("Content-Length", "65535");
    try (RawClient client = new RawClient(server.url())) {
      client.sendHead("POST", "/object/datasets/same", headers);
      assertThat(client.answer("POST").text()).contains("\"409\"");
      client.send(new byte[65_535], 65_535);
      client.sendHead("GET", "/object/info/datasets/same", headers("service"));
      assertThat(client.answer("GET").status()).isEqualTo(200);
    }
  }

  @Test
  void a_cut_upload_leaves_what_was_there() throws IOException {
    server.objects().createBucket("datasets", StoredBucket.open(true));
    server.objects().store("datasets/brk/keep.csv", "old".getBytes(UTF_8));
    Map<String, String> headers = headers("service");
    headers.put("x-upsert", "true");
    headers.put("Content-Length", "1000");
    try (RawClient client = new RawClient(server.url())) {
      client.sendHead("POST", "/object/datasets/brk/keep.csv", headers);
      client.send(new byte[400], 400);
    }
    try (RawClient client = new RawClient(server.url())) {
      client.sendHead("GET", "/object/public/datasets/brk/keep.csv", Map.of());
      assertThat(client.answer("GET").text()).isEqualTo("old");
    }
  }
}
