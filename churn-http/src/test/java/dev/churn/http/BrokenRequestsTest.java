package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a connection, and of the next request on it, after a request that is broken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrokenRequestsTest {
  private static final String HOST = " HTTP/1.1\nHost: localhost\n";
  private static final String CREATE = "/api/v1/organizations";

  private ApiInMemory api;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  /** A request that is broken, and the statuses that may answer it. */
  private record Broken(String request, List<Integer> statuses) {
    static Broken of(String request, Integer... statuses) {
      return new Broken(request, List.of(statuses));
    }
  }

  private static Map<String, Broken> broken() {
    Map<String, Broken> all = new LinkedHashMap<>();
    all.put("half an escape", Broken.of("GET /docs/%" + HOST + "\n", 400));
    all.put("an escape of no digits", Broken.of("GET /docs/%zz" + HOST + "\n", 400));
    all.put("an escape of no character", Broken.of("GET /docs/%ff%fe" + HOST + "\n", 400, 404));
    all.put("an escape in the query", Broken.of("GET /docs?a=%zz" + HOST + "\n", 200, 400));
    all.put("an escaped slash", Broken.of("GET /docs/a%2fb" + HOST + "\n", 400, 404));
    all.put("an escaped end of text", Broken.of("GET /docs/a%00b" + HOST + "\n", 400, 404));
    all.put("an escaped dot segment", Broken.of("GET /docs/%2e%2e/x" + HOST + "\n", 400, 404));
    all.put("a path parameter", Broken.of("GET /docs/..;/x" + HOST + "\n", 400, 404));
    all.put("an empty segment", Broken.of("GET //docs" + HOST + "\n", 400, 404));
    all.put("a backslash", Broken.of("GET /docs\\x" + HOST + "\n", 400, 404));
    all.put("a bracket", Broken.of("GET /docs/{x}|^<>" + HOST + "\n", 400, 404));
    all.put("bytes beyond ASCII", Broken.of("GET /docs/\u00e4\u00ff" + HOST + "\n", 400, 404));
    all.put("a control character", Broken.of("GET /docs/\u0001" + HOST + "\n", 400, 404));
    all.put("a path above the root", Broken.of("GET /../x" + HOST + "\n", 400));
    all.put("no slash", Broken.of("GET docs" + HOST + "\n", 400));
    all.put("an asterisk", Broken.of("GET *" + HOST + "\n", 400, 404));
    all.put("a long path", Broken.of("GET /" + "a".repeat(20_000) + HOST + "\n", 414));
    all.put(
        "a long header", Broken.of("GET /docs" + HOST + "X: " + "a".repeat(20_000) + "\n\n", 431));
    all.put("a header without a name", Broken.of("GET /docs" + HOST + ": x\n\n", 400));
    all.put("a blank before the colon", Broken.of("GET /docs" + HOST + "X : x\n\n", 400));
    all.put("a folded header", Broken.of("GET /docs" + HOST + "X: a\n b\n\n", 400));
    all.put("no host", Broken.of("GET /docs HTTP/1.1\n\n", 400));
    all.put("two hosts", Broken.of("GET /docs" + HOST + "Host: other.example\n\n", 400));
    all.put("a host that is none", Broken.of("GET /docs HTTP/1.1\nHost: a b\n\n", 400));
    all.put(
        "another host in the target",
        Broken.of("GET http://other.example/docs" + HOST + "\n", 400, 421));
    all.put("an unknown method", Broken.of("MAKE /docs" + HOST + "\n", 400, 404, 405, 501));
    all.put("a method of odd characters", Broken.of("G@T /docs" + HOST + "\n", 400, 405, 501));
    all.put("a tunnel", Broken.of("CONNECT localhost:80" + HOST + "\n", 400, 404, 405, 501));
    all.put("a trace", Broken.of("TRACE /docs" + HOST + "\n", 404, 405, 501));
    all.put("an unknown version", Broken.of("GET /docs HTTP/7.3\nHost: localhost\n\n", 400, 505));
    all.put("no version", Broken.of("GET /docs\n\n", 400, 505));
    all.put("no HTTP", Broken.of("\u0016\u0003\u0001\n\n", 400));
    String json = "Content-Type: application/json\n";
    all.put(
        "a length that is none",
        Broken.of("POST " + CREATE + HOST + json + "Content-Length: ten\n\n{}", 400));
    all.put(
        "a length below none",
        Broken.of("POST " + CREATE + HOST + json + "Content-Length: -1\n\n{}", 400));
    all.put(
        "two lengths",
        Broken.of(
            "POST " + CREATE + HOST + json + "Content-Length: 2\nContent-Length: 3\n\n{}", 400));
    all.put(
        "a length and chunks",
        Broken.of(
            "POST "
                + CREATE
                + HOST
                + json
                + "Content-Length: 2\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n",
            400));
    all.put(
        "another encoding than chunks",
        Broken.of("POST " + CREATE + HOST + json + "Transfer-Encoding: gzip\n\n{}", 400, 501));
    all.put(
        "chunks that are not the last encoding",
        Broken.of(
            "POST " + CREATE + HOST + json + "Transfer-Encoding: chunked, gzip\n\n2\n{}\n0\n\n",
            400,
            501));
    all.put(
        "a chunk whose size is none",
        Broken.of(
            "POST " + CREATE + HOST + json + "Transfer-Encoding: chunked\n\nzz\n{}\n0\n\n", 400));
    all.put(
        "a chunk of too large a size",
        Broken.of(
            "POST "
                + CREATE
                + HOST
                + json
                + "Transfer-Encoding: chunked\n\nffffffffffffffffff\n{}\n0\n\n",
            400));
    all.put(
        "a chunk without an end",
        Broken.of(
            "POST " + CREATE + HOST + json + "Transfer-Encoding: chunked\n\n2\n{}x\n0\n\n", 400));
    all.put(
        "an unknown expectation",
        Broken.of(
            "POST " + CREATE + HOST + json + "Expect: wonders\nContent-Length: 2\n\n{}", 417));
    all.put(
        "an empty file path",
        Broken.of("GET /storage/v1/object/public/datasets/%zz" + HOST + "\n", 400, 404));
    return all;
  }

  @Test
  void each_is_answered_and_the_connection_lives_or_is_said_to_close() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, Broken> each : broken().entrySet()) {
      fault(each.getValue()).ifPresent(fault -> faults.add(each.getKey() + ": " + fault));
    }

    assertThat(faults).isEmpty();
  }

  private Optional<String> fault(Broken broken) throws IOException {
    try (RawConnection connection = RawConnection.to(api.url()).within(Duration.ofSeconds(3))) {
      connection.send(broken.request() + "GET /health/live" + HOST + "\n");
      RawConnection.Answer first = connection.answer().orElse(null);
      if (first == null) {
        return Optional.of("no answer");
      }
      if (!broken.statuses().contains(first.status())) {
        return Optional.of("answered " + first);
      }
      if (first.status() >= 400
          && !first.header("content-type").equals("application/problem+json")) {
        return Optional.of("no problem: " + first);
      }
      if (first.closes()) {
        return Optional.empty();
      }
      Optional<RawConnection.Answer> second = connection.answer();
      return second.isPresent() && second.get().status() == 200
          ? Optional.empty()
          : Optional.of("after " + first + " came " + second);
    } catch (SocketTimeoutException e) {
      return Optional.of("nothing for 3 s");
    }
  }
}
