package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.supabase.HttpTestServer.Incoming;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class UploadInOneRequestTest extends WithServer {
  private static final String UPLOAD = "POST /storage/v1/object/datasets/";
  private static final int MUCH = 3_000_000; // more than the sockets between two ends can hold

  @Test
  void a_new_object_is_added_and_only_an_existing_one_replaced() throws IOException {
    store().put(key, content("one".getBytes(UTF_8)), "text/csv");
    store().put(key, content("two!".getBytes(UTF_8)), "text/csv");

    List<Incoming> uploads = server.seen(UPLOAD);
    assertThat(uploads).extracting(r -> r.header("x-upsert")).containsExactly("", "true");
    assertThat(uploads).extracting(r -> r.header("Content-Length")).containsExactly("3", "4");
    assertThat(uploads).allMatch(Incoming::asksToClose).noneMatch(Incoming::isChunked);
    assertThat(stored(key)).asString(UTF_8).isEqualTo("two!");
    assertThat(server.objects().find(key.toString()).type()).isEqualTo("text/csv");
  }

  @Test
  void every_request_has_the_key_for_the_server_and_for_the_gateway() {
    store().put(key, content(bytes(7_000_000)), "text/csv");
    store().delete(key);

    assertThat(server.seen("")).hasSizeGreaterThan(4);
    assertThat(server.seen(""))
        .allMatch(r -> r.header("Authorization").equals("Bearer " + RecordedSupabaseServer.SERVICE))
        .allMatch(r -> r.header("apikey").equals(RecordedSupabaseServer.SERVICE));
  }

  @Test
  void a_key_that_may_only_add_can_add() throws IOException {
    server.grantAnon(Rights.INSERT);
    ObjectKey other = new ObjectKey(Bucket.UTILS, "org_1/large");
    storeOfAnon().put(key, content(bytes(MUCH)), "text/csv");
    storeOfAnon().put(other, content(bytes(7_000_000)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(MUCH));
    assertThat(stored(other)).isEqualTo(bytes(7_000_000));
  }

  @Test
  void a_refused_duplicate_neither_hangs_nor_stops_the_next_request() {
    server.objects().store(key.toString(), bytes(5));
    server.grantAnon(Rights.INSERT); // so that the object is there but cannot be seen
    for (int size : new int[] {1_000, 200_000, 1_000_000, MUCH}) {
      SupabaseObjectStore store = storeOfAnon();
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            assertThatThrownBy(() -> store.put(key, content(bytes(size)), "text/csv"))
                .as("%d bytes", size)
                .satisfies(error(ErrorCode.CONFLICT, key.toString(), "select and update"));
            assertThat(store.size(key)).isEmpty();
          });
    }
  }

  @Test
  void a_key_without_policies_is_told_so_whatever_the_size() {
    for (int size : new int[] {1_000, 200_000, MUCH, 7_000_000}) {
      SupabaseObjectStore store = storeOfAnon();
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            assertThatThrownBy(() -> store.put(key, content(bytes(size)), "text/csv"))
                .as("%d bytes", size)
                .satisfies(error(ErrorCode.UNAVAILABLE, "row-level security", "policies"));
            assertThat(store.size(key)).isEmpty();
          });
    }
  }

  @Test
  void a_key_that_may_not_replace_is_told_so() throws IOException {
    server.objects().store(key.toString(), bytes(5));
    server.grantAnon(Rights.INSERT, Rights.SELECT);

    assertThatThrownBy(() -> storeOfAnon().put(key, content(bytes(MUCH)), "text/csv"))
        .satisfies(error(ErrorCode.UNAVAILABLE, "update"));
    assertThat(stored(key)).isEqualTo(bytes(5));
  }

  @Test
  void an_object_that_somebody_else_stores_meanwhile_is_replaced() throws IOException {
    server.prepare(Mishap.of(UPLOAD).first(() -> server.objects().store(key.toString(), bytes(9))));
    store().put(key, content(bytes(1_000)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(1_000));
  }

  @Test
  void an_upload_whose_answer_is_lost_is_not_repeated() throws IOException {
    server.prepare(Mishap.of(UPLOAD).losesAnswer());
    store().put(key, content(bytes(MUCH)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(MUCH));
    assertThat(server.seen(UPLOAD)).hasSize(1);
    assertThat(server.seen("resumable")).isEmpty();
  }

  @Test
  void a_lost_answer_is_made_good_where_tags_are_no_digests() throws IOException {
    server.objects().etagsBy(md5 -> "\"" + md5 + "-2\"");
    store().put(key, content(bytes(50)), "text/csv");
    server.forgetRequests();
    server.prepare(Mishap.of(UPLOAD).losesAnswer());
    byte[] sameSize = bytes(50);
    sameSize[7]++;
    store().put(key, content(sameSize), "text/csv");

    assertThat(stored(key)).isEqualTo(sameSize);
    assertThat(server.seen(UPLOAD)).hasSize(1);
  }

  @Test
  void a_cut_before_the_end_is_not_taken_for_a_lost_answer() throws IOException {
    byte[] old = bytes(50_000);
    old[7]++; // as many bytes, others
    server.objects().store(key.toString(), old);
    server.prepare(Mishap.of(UPLOAD).cutsBodyAfter(10_000));
    store().put(key, content(bytes(50_000)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(50_000));
  }

  @Test
  void a_lost_answer_and_the_duplicate_that_follows_is_a_success() throws IOException {
    server.prepare(Mishap.of(UPLOAD).losesAnswer());
    // the object is not to be seen at once
    server.prepare(
        Mishap.of("GET /storage/v1/object/info").answers(missing())); // before the upload
    server.prepare(
        Mishap.of("GET /storage/v1/object/info").answers(missing())); // after the lost answer
    store().put(key, content(bytes(1_000)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(1_000));
    assertThat(server.seen(UPLOAD)).hasSize(2);
  }

  private static Reply missing() {
    return Reply.refusal("404", "not_found", "NoSuchKey", "Object not found");
  }

  @Test
  void a_server_that_fails_twice_is_asked_a_third_time() throws IOException {
    for (int i = 0; i < 2; i++) {
      server.prepare(Mishap.of(UPLOAD).answers(broken()));
    }
    store().put(key, content(bytes(1_000)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(1_000));
    assertThat(server.seen(UPLOAD)).hasSize(3);
  }

  @Test
  void a_server_that_always_fails_is_given_up() {
    for (int i = 0; i < FEW.attempts(); i++) {
      server.prepare(Mishap.of(UPLOAD).answers(broken()));
    }
    assertThatThrownBy(() -> store().put(key, content(bytes(1_000)), "text/csv"))
        .satisfies(error(ErrorCode.UNAVAILABLE, "storing " + key, "4 attempts", "HTTP 500"));
    assertThat(server.seen(UPLOAD)).hasSize(FEW.attempts());
  }

  private static Reply broken() {
    return Reply.refusal(500, "500", "Internal", "InternalError", "Internal Server Error");
  }

  @Test
  void a_server_that_asks_to_wait_is_waited_for() throws IOException {
    server.prepare(
        Mishap.of(UPLOAD).answers(Reply.text(429, "slow down").with("Retry-After", "1")));
    long begun = System.nanoTime();
    store().put(key, content(bytes(1_000)), "text/csv");

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(990));
    assertThat(stored(key)).isEqualTo(bytes(1_000));
  }

  @Test
  void a_server_that_asks_to_wait_too_long_is_given_up_at_once() {
    server.prepare(
        Mishap.of(UPLOAD).answers(Reply.text(429, "slow down").with("Retry-After", "3600")));
    assertTimeoutPreemptively(
        Duration.ofSeconds(3),
        () ->
            assertThatThrownBy(() -> store().put(key, content(bytes(1_000)), "text/csv"))
                .satisfies(error(ErrorCode.UNAVAILABLE, "429")));
  }

  @Test
  void a_server_that_falls_silent_in_the_middle_does_not_keep_the_upload() throws IOException {
    server.prepare(Mishap.of(UPLOAD).stopsReadingAfter(100_000));
    store().put(key, content(bytes(6 << 20)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(6 << 20));
    assertThat(server.seen("PATCH")).isNotEmpty(); // it got on resumably
  }

  @Test
  void too_many_bytes_and_wrong_types_are_told_apart() {
    RecordedSupabaseServer limited =
        new RecordedSupabaseServer("/storage/v1", folder, Duration.ofMillis(150));
    limited
        .objects()
        .createBucket("datasets", new StoredBucket(false, 1_000L, List.of("text/csv")));
    try {
      SupabaseObjectStore store = store(limited.url(), RecordedSupabaseServer.SERVICE);
      assertThatThrownBy(() -> store.put(key, content(bytes(1_001)), "text/csv"))
          .satisfies(error(ErrorCode.TOO_LARGE, "file_size_limit"));
      assertThatThrownBy(() -> store.put(key, content(bytes(7_000_000)), "text/csv"))
          .satisfies(error(ErrorCode.TOO_LARGE, "file_size_limit"));
      assertThatThrownBy(() -> store.put(key, content(bytes(10)), "application/pdf"))
          .satisfies(error(ErrorCode.UNSUPPORTED_TYPE, "application/pdf"));
      for (int size : new int[] {10, 7_000_000}) {
        ObjectKey nowhere = new ObjectKey(Bucket.UTILS, "a/b");
        assertThatThrownBy(() -> store.put(nowhere, content(bytes(size)), "text/csv"))
            .satisfies(error(ErrorCode.UNAVAILABLE, "bucket is missing"));
      }
    } finally {
      limited.close();
    }
  }

  @Test
  void content_that_is_not_as_long_as_it_says_is_not_stored() {
    for (int actual : new int[] {0, 999, 1_001}) {
      assertThatThrownBy(() -> store().put(key, lying(1_000, actual), "text/csv"))
          .as("%d bytes", actual)
          .satisfies(error(ErrorCode.CORRUPT, "expected 1000 bytes"));
    }
    for (int actual : new int[] {6_500_000, 7_000_001}) {
      assertThatThrownBy(() -> store().put(key, lying(7_000_000, actual), "text/csv"))
          .as("%d bytes", actual)
          .satisfies(error(ErrorCode.CORRUPT, "expected 7000000 bytes"));
    }
    assertThat(server.objects().find(key.toString())).isNull();
  }

  private static Content lying(long size, int actual) {
    return new Content() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes(actual));
      }
    };
  }

  @Test
  void an_interrupted_thread_stops_asking_and_stays_interrupted() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                store().put(key, content(bytes(10)), "text/csv");
              } catch (RuntimeException e) {
                thrown.set(e);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    server.prepare(
        Mishap.of(UPLOAD)
            .first(worker::interrupt)
            .answers(Reply.text(503, "later").with("Retry-After", "4")));
    worker.start();
    worker.join(3_000);

    assertThat(worker.isAlive()).isFalse();
    assertThat(thrown.get()).satisfies(error(ErrorCode.UNAVAILABLE, "interrupted"));
    assertThat(interrupted).hasValue(true);
  }
}
