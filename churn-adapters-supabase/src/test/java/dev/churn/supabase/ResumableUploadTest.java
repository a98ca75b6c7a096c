package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.supabase.HttpTestServer.Incoming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class ResumableUploadTest extends WithServer {
  private static final int MEBIBYTE = 1 << 20;
  private static final int SIZE = 13 * MEBIBYTE;
  private static final String PATCH = "PATCH /storage/v1/upload/resumable/";
  private static final String HEAD = "HEAD /storage/v1/upload/resumable/";

  @Test
  void a_large_object_goes_up_in_chunks_of_6_mebibytes() throws IOException {
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.objects().find(key.toString()).type()).isEqualTo("text/csv");
    assertThat(server.seen(PATCH))
        .extracting(r -> r.header("Content-Length"))
        .containsExactly("6291456", "6291456", "1048576");
    assertThat(server.seen(PATCH)).noneMatch(Incoming::isChunked);
    assertThat(server.seen("POST /storage/v1/object/")).isEmpty();
    assertThat(server.seen("POST /storage/v1/upload/resumable").get(0).header("Upload-Metadata"))
        .isEqualTo(
            "bucketName %s,objectName %s,contentType %s"
                .formatted(base64("datasets"), base64(key.path()), base64("text/csv")));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void exactly_6_mebibytes_go_in_one_request() {
    store().put(key, content(bytes(6 * MEBIBYTE)), "text/csv");

    assertThat(server.seen("POST /storage/v1/object/")).hasSize(1);
    assertThat(server.seen("resumable")).isEmpty();
  }

  @Test
  void a_cut_upload_goes_on_at_the_byte_where_it_was_cut() throws IOException {
    server.prepare(Mishap.of(PATCH).cutsBodyAfter(1_000_000));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen(PATCH))
        .extracting(r -> r.header("Upload-Offset"))
        .containsExactly("0", "1000000", "7291456", "13582912");
  }

  @Test
  void an_upload_that_stalls_goes_on_over_another_connection() throws IOException {
    server.prepare(Mishap.of(PATCH).stopsReadingAfter(1_000_000));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen(PATCH).get(1).header("Upload-Offset")).isEqualTo("1000000");
  }

  @Test
  void an_upload_that_another_connection_holds_is_waited_for() throws IOException {
    List<RawClient> holders = new CopyOnWriteArrayList<>();
    server.prepare(Mishap.of("PATCH").first(() -> holders.add(holdFirstBytes())));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen(HEAD)).isNotEmpty();
    for (RawClient holder : holders) {
      holder.close();
    }
  }

  /** Sends the first 1,000 bytes from elsewhere and leaves that request open. */
  private RawClient holdFirstBytes() {
    try {
      RawClient client = new RawClient(server.url());
      client.sendHead(
          "PATCH",
          server.seen(PATCH).get(0).path(),
          Map.of(
              "Authorization", "Bearer " + RecordedSupabaseServer.SERVICE,
              "Tus-Resumable", "1.0.0",
              "Content-Type", "application/offset+octet-stream",
              "Upload-Offset", "0",
              "Content-Length", "2000"));
      client.send(bytes(SIZE), 1_000);
      while (server.resumable().offsetOf(server.seen(PATCH).get(0).path()) < 1_000) {
        Thread.onSpinWait();
      }
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_failing_server_is_asked_where_to_go_on() throws IOException {
    server.prepare(Mishap.of(PATCH).answers(Reply.text(500, "Something went wrong\n")));
    server.prepare(Mishap.of(HEAD).answers(Reply.text(502, "")));
    server.prepare(Mishap.of("POST /storage/v1/upload").answers(Reply.text(503, "")));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
  }

  @Test
  void an_upload_whose_last_answer_is_lost_is_done() throws IOException {
    server.prepare(lastChunk().losesAnswer());
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen(PATCH)).hasSize(3);
    assertThat(server.seen("POST /storage/v1/upload")).hasSize(1);
  }

  @Test
  void a_replacement_whose_last_answer_is_lost_is_done() throws IOException {
    server.objects().etagsBy(md5 -> "\"" + md5 + "-3\"");
    byte[] old = bytes(SIZE);
    old[5]++; // as many bytes as the new ones
    server.objects().store(key.toString(), old);
    server.prepare(lastChunk().losesAnswer());
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen(PATCH)).hasSize(3);
  }

  @Test
  void bytes_that_are_all_there_but_make_no_object_yet_are_finished_with_an_empty_chunk()
      throws IOException {
    server.prepare(lastChunk().cutsBodyAfter(MEBIBYTE));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    Incoming last = server.seen(PATCH).get(3);
    assertThat(last.header("Upload-Offset")).isEqualTo(Integer.toString(SIZE));
    assertThat(last.header("Content-Length")).isEqualTo("0");
  }

  private static Mishap lastChunk() {
    Mishap any = Mishap.of(PATCH);
    return new Mishap(
        request ->
            any.when().test(request)
                && request.header("Content-Length").equals(Integer.toString(MEBIBYTE)),
        any.before(),
        any.instead(),
        any.cutBodyAfter(),
        any.silentWhenCut(),
        any.answer());
  }

  @Test
  void a_replacement_says_so_in_every_request() throws IOException {
    server.objects().store(key.toString(), bytes(5));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen("PATCH")).extracting(r -> r.header("x-upsert")).containsOnly("true");
  }

  @Test
  void an_object_that_somebody_else_stores_meanwhile_is_replaced() throws IOException {
    server.prepare(Mishap.of(PATCH).first(() -> server.objects().store(key.toString(), bytes(9))));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
  }

  @Test
  void an_upload_that_the_server_has_forgotten_begins_again() throws IOException {
    server.prepare(
        Mishap.of(PATCH)
            .answers(
                Reply.text(404, "The file for this url was not found\n")
                    .with("connection", "close")));
    server.prepare(lastChunk().cutsBodyAfter(10));
    server.prepare(Mishap.of(HEAD).answers(Reply.text(404, "")));
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen("POST /storage/v1/upload")).hasSize(3);
  }

  @Test
  void a_location_elsewhere_is_not_followed() throws IOException {
    HttpTestServer foreign = new HttpTestServer(request -> Reply.text(204, ""));
    try {
      for (String elsewhere : List.of(foreign.url() + "/evil/", "https://127.0.0.1:1/x/", "/")) {
        server.prepare(
            Mishap.of("POST /storage/v1/upload")
                .changes(r -> r.with("location", elsewhere + lastSegment(r.header("location")))));
        store().put(key, content(bytes(SIZE)), "text/csv");
        assertThat(stored(key)).isEqualTo(bytes(SIZE));
        server.objects().delete(key.toString());
      }
      assertThat(foreign.seen()).isEmpty();
    } finally {
      foreign.close();
    }
  }

  private static String lastSegment(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  @Test
  void a_location_without_an_id_is_no_place_to_send_bytes_to() {
    for (int i = 0; i < FEW.attempts(); i++) {
      server.prepare(
          Mishap.of("POST /storage/v1/upload").changes(r -> r.with("location", "http://h/..")));
    }
    assertThatThrownBy(() -> store().put(key, content(bytes(SIZE)), "text/csv"))
        .satisfies(error(ErrorCode.UNAVAILABLE, "Location"));
  }

  @Test
  void an_upload_that_never_gets_on_is_given_up() {
    for (int i = 0; i < FEW.attempts(); i++) {
      server.prepare(Mishap.of(PATCH).cutsBodyAfter(0));
    }
    assertThatThrownBy(() -> store().put(key, content(bytes(SIZE)), "text/csv"))
        .satisfies(error(ErrorCode.UNAVAILABLE, "storing " + key));
    assertThat(server.seen(PATCH)).hasSize(FEW.attempts());
  }

  @Test
  void an_upload_that_gets_on_may_be_cut_more_often_than_one_that_does_not() throws IOException {
    for (int i = 0; i < 3 * FEW.attempts(); i++) {
      server.prepare(Mishap.of(PATCH).cutsBodyAfter(500_000));
    }
    store().put(key, content(bytes(SIZE)), "text/csv");

    assertThat(stored(key)).isEqualTo(bytes(SIZE));
  }
}
