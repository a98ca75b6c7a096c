package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.supabase.HttpTestServer.Incoming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a storage that was ready once is found to be later. */
final class ReadinessTest extends WithServer {
  @TempDir Path behind;

  private static Mishap hangs() {
    return Mishap.of("GET /storage/v1/object/info/authenticated/")
        .answers(Reply.none().thenSilence());
  }

  @Test
  void both_buckets_are_asked_by_the_route_that_refuses_keys() {
    store().requireReady();

    assertThat(server.requests())
        .contains(
            "GET /storage/v1/object/info/authenticated/datasets/org_health/probe",
            "GET /storage/v1/object/info/authenticated/utils/org_health/probe");
  }

  @Test
  void a_bucket_that_was_removed_is_named() {
    SupabaseObjectStore store = store();
    store.requireReady();
    server.objects().removeBucket("utils");

    assertThatThrownBy(store::requireReady)
        .satisfies(error(ErrorCode.UNAVAILABLE, "checking bucket utils", "is missing"));
  }

  @Test
  void a_key_that_was_rotated_is_not_ready_and_finds_no_object_missing() {
    try (var bare = new RecordedSupabaseServer("", behind, Duration.ofMillis(150));
        var gateway = new Gateway(bare.url())) {
      SupabaseObjectStore store = store(gateway.url(), Gateway.SECRET);
      store.prepare();
      store.requireReady();
      gateway.rotateSecret("sb_secret_new");

      assertThatThrownBy(store::requireReady)
          .satisfies(error(ErrorCode.UNAVAILABLE, "SUPABASE_SECRET_KEY", "rotated"));
    }
    SupabaseObjectStore expired = store(server.url(), RecordedSupabaseServer.EXPIRED);
    assertThatThrownBy(expired::requireReady)
        .satisfies(error(ErrorCode.UNAVAILABLE, "timestamp check failed"));
    assertThatThrownBy(() -> expired.size(key))
        .satisfies(error(ErrorCode.UNAVAILABLE, "timestamp check failed"));
  }

  @Test
  void a_storage_that_hangs_is_not_waited_for() {
    SupabaseObjectStore store = store();
    store.requireReady();
    server.prepare(hangs());
    long begun = System.nanoTime();

    assertThatThrownBy(store::requireReady)
        .satisfies(error(ErrorCode.UNAVAILABLE, "expected an answer"));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    store.requireReady(); // it recovers
  }

  @Test
  void a_storage_whose_database_is_away_is_not_ready() {
    SupabaseObjectStore store = store();
    server.prepare(
        Mishap.of("GET /storage/v1/object/info/authenticated/")
            .answers(Reply.refusal(500, "500", "Internal", "InternalError", "Internal Server Error")));

    assertThatThrownBy(store::requireReady)
        .satisfies(error(ErrorCode.UNAVAILABLE, "Internal Server Error"));
  }

  @Test
  void an_idle_connection_that_was_closed_is_no_failure() {
    SupabaseObjectStore store = store();
    store.requireReady();
    server.prepare(
        Mishap.of("GET /storage/v1/object/info/authenticated/datasets").answers(Reply.none()));
    store.requireReady();

    List<Incoming> asked = server.seen("authenticated/datasets");
    assertThat(asked).hasSize(3);
  }
}
