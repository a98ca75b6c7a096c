package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy or a login page that answers every request with 200 does nothing that was asked. */
final class LoginPageTest extends WithServer {
  private static final byte[] SMALL = bytes(1_000);
  private static final byte[] LARGE = bytes(7 << 20);

  /** An operation on the object that exists, and the request of it that somebody else answers. */
  private enum Call {
    PUT(
        "POST /storage/v1/object/datasets",
        (store, key) -> store.put(key, content(SMALL), "text/csv")),
    BEGIN_LARGE(
        "POST /storage/v1/upload/resumable",
        (store, key) -> store.put(key, content(LARGE), "text/csv")),
    GO_ON_WITH_LARGE(
        "PATCH /storage/v1/upload/resumable",
        (store, key) -> store.put(key, content(LARGE), "text/csv")),
    LOOK_BEFORE_PUT(
        "GET /storage/v1/object/info", (store, key) -> store.put(key, content(SMALL), "text/csv")),
    SIZE("GET /storage/v1/object/info", (store, key) -> store.size(key)),
    OPEN("GET /storage/v1/object/authenticated", WithServer::read),
    LIST("POST /storage/v1/object/list-v2", (store, key) -> store.list(key.bucket(), "")),
    DELETE("DELETE /storage/v1/object/", (store, key) -> store.delete(key)),
    PREPARE("GET /storage/v1/bucket/utils", (store, key) -> store.prepare()),
    READY("GET /storage/v1/object/info", (store, key) -> store.requireReady());

    private final String request;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without a state
    private final Operation operation;

    Call(String request, Operation operation) {
      this.request = request;
      this.operation = operation;
    }
  }

  @FunctionalInterface
  private interface Operation {
    void run(SupabaseObjectStore store, ObjectKey key) throws IOException;
  }

  private static List<Reply> answersOfOthers() {
    return List.of(
        Reply.bytes(
                200, "<html>Please log in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .with("content-type", "text/html; charset=utf-8"),
        Reply.json(200, Map.of("status", "ok")),
        Reply.bytes(200, new byte[0]),
        Reply.bytes(204, new byte[0]));
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_of_somebody_else_counts_as_none(Call call) throws IOException {
    for (Reply other : answersOfOthers()) {
      server.objects().store(key.toString(), new byte[9]);
      try (SupabaseObjectStore store = store()) {
        store.size(key); // finds the routes
        for (int i = 0; i < FEW.attempts(); i++) {
          server.prepare(Mishap.of(call.request).answers(other));
        }
        assertThatThrownBy(() -> call.operation.run(store, key))
            .as("%s", call)
            .satisfies(
                error(
                    ErrorCode.UNAVAILABLE,
                    "127.0.0.1",
                    "expected ",
                    "found content type",
                    "a proxy or a login page seems to answer instead of the storage"));
        assertThat(stored(key)).as("%s changed nothing", call).hasSize(9);
        server.pendingMishaps().clear();
      }
    }
  }

  @Test
  void once_the_storage_answers_itself_everything_is_done() throws IOException {
    Reply page = answersOfOthers().get(0);
    server.prepare(Mishap.of(Call.PUT.request).answers(page));
    store().put(key, content(SMALL), "text/csv");
    assertThat(stored(key)).isEqualTo(SMALL);

    server.prepare(Mishap.of(Call.BEGIN_LARGE.request).answers(page));
    server.prepare(Mishap.of(Call.GO_ON_WITH_LARGE.request).answers(page));
    store().put(key, content(LARGE), "text/csv");
    assertThat(stored(key)).isEqualTo(LARGE);

    server.prepare(Mishap.of(Call.OPEN.request).answers(page));
    assertThat(read(store(), key)).isEqualTo(LARGE);

    server.prepare(Mishap.of(Call.DELETE.request).answers(page));
    store().delete(key);
    assertThat(store().size(key)).isEmpty();
  }
}
