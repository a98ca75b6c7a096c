package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.churn.domain.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DownloadTest extends WithServer {
  private static final String GET = "GET /storage/v1/object/authenticated/";
  private static final int SIZE = 2_000_000;

  @BeforeEach
  void storeObject() {
    server.objects().store(key.toString(), bytes(SIZE));
  }

  @Test
  void a_cut_download_goes_on_at_the_byte_where_it_was_cut() throws IOException {
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(300_000)));

    assertThat(read(store(), key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen(GET))
        .extracting(r -> r.header("Range"))
        .containsExactly("", "bytes=700000-", "bytes=1000000-");
  }

  @Test
  void a_download_that_stalls_goes_on_over_another_connection() throws IOException {
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000).thenSilence()));

    assertThat(read(store(), key)).isEqualTo(bytes(SIZE));
  }

  @Test
  void two_versions_are_never_mixed() throws IOException {
    byte[] other = bytes(SIZE);
    other[SIZE - 1]++; // as long as the first
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));
    server.prepare(Mishap.of(GET + key).first(() -> server.objects().store(key.toString(), other)));

    try (InputStream in = store().open(key)) {
      assertThat(in.readNBytes(700_000)).isEqualTo(Arrays.copyOf(other, 700_000));
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("changed")
          .hasMessageContaining("byte 700000");
    }
  }

  @Test
  void a_version_of_which_nothing_was_read_may_be_followed_by_another() throws IOException {
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(0)));
    server.prepare(
        Mishap.of(GET).first(() -> server.objects().store(key.toString(), bytes(12_345))));

    assertThat(read(store(), key)).isEqualTo(bytes(12_345));
  }

  @Test
  void an_object_that_goes_in_the_middle_is_an_error_not_an_end() throws IOException {
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));
    server.prepare(Mishap.of(GET).first(() -> server.objects().delete(key.toString())));

    try (InputStream in = store().open(key)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("404");
    }
  }

  @Test
  void a_cut_download_without_a_strong_tag_is_not_gone_on_with() throws IOException {
    server.objects().etagsBy(md5 -> "W/\"" + md5 + '"');
    server.objects().store(key.toString(), bytes(SIZE));
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));

    try (InputStream in = store().open(key)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ETag");
    }
  }

  @Test
  void a_range_that_is_answered_with_everything_is_understood() throws IOException {
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));
    server.prepare(
        Mishap.of(GET)
            .answers(
                Reply.file(200, server.objects().find(key.toString()).bytes(), 0, SIZE)
                    .with("etag", server.objects().find(key.toString()).etag())));

    assertThat(read(store(), key)).isEqualTo(bytes(SIZE));
  }

  @Test
  void a_range_that_begins_elsewhere_is_not_taken() throws IOException {
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));
    server.prepare(Mishap.of(GET).changes(r -> r.with("content-range", "bytes 0-1299999/" + SIZE)));

    try (InputStream in = store().open(key)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("expected bytes from 700000");
    }
  }

  @Test
  void a_server_that_fails_for_a_while_does_not_end_a_download() throws IOException {
    server.prepare(Mishap.of(GET).answers(Reply.text(503, "starting")));
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));
    server.prepare(Mishap.of(GET).answers(Reply.text(500, "")));
    server.prepare(Mishap.of(GET).answers(Reply.none()));

    assertThat(read(store(), key)).isEqualTo(bytes(SIZE));
  }

  @Test
  void a_download_that_never_gets_on_is_given_up() throws IOException {
    server.prepare(Mishap.of(GET).changes(reply -> reply.cutAfter(700_000)));
    for (int i = 1; i < FEW.attempts(); i++) {
      server.prepare(Mishap.of(GET).answers(Reply.text(503, "")));
    }
    try (InputStream in = store().open(key)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("at byte 700000 of 2000000")
          .hasMessageContaining("503");
    }
  }

  @Test
  void an_empty_object_is_read_without_a_range_even_after_a_cut() throws IOException {
    server.objects().store(key.toString(), new byte[0]);
    server.prepare(Mishap.of(GET).answers(Reply.none()));

    assertThat(read(store(), key)).isEmpty();
    assertThat(server.seen(GET)).extracting(r -> r.header("Range")).containsOnly("");
  }

  @Test
  void bytes_are_asked_for_as_they_are_stored() throws IOException {
    assertThat(read(store(), key)).isEqualTo(bytes(SIZE));
    assertThat(server.seen(GET).get(0).header("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void a_missing_object_may_be_told_in_the_status_line_too() {
    Reply missing = Reply.refusal(404, "404", "not_found", "", "Object not found");
    server.prepare(Mishap.of("GET /storage/v1/object/info").answers(missing));
    server.prepare(Mishap.of(GET).answers(missing));

    assertThat(store().size(key)).isEmpty();
    assertThatThrownBy(() -> store().open(key))
        .satisfies(error(ErrorCode.NOT_FOUND, "Object not found"));
  }

  @Test
  void what_cannot_be_had_is_told_apart() {
    server.objects().delete(key.toString());
    assertThatThrownBy(() -> store().open(key))
        .satisfies(error(ErrorCode.NOT_FOUND, key.toString(), "Object not found"));

    SupabaseObjectStore nobody = store("http://127.0.0.1:1", RecordedSupabaseServer.SERVICE);
    assertThatThrownBy(() -> nobody.open(key)).satisfies(error(ErrorCode.UNAVAILABLE, "attempts"));

    server.prepare(Mishap.of(GET).changes(reply -> Reply.none().thenSilence()));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThatThrownBy(() -> store().open(key)).satisfies(error(ErrorCode.NOT_FOUND)));
  }

  @Test
  void bytes_can_be_read_one_by_one_and_not_after_closing() throws IOException {
    server.objects().store(key.toString(), "äb".getBytes(UTF_8));
    InputStream in = store().open(key);
    assertThat(in.read()).isEqualTo(0xc3);
    assertThat(in.read()).isEqualTo(0xa4);
    assertThat(in.read()).isEqualTo('b');
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read()).isEqualTo(-1);
    in.close();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
  }
}
