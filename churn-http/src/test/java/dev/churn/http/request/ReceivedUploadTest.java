package dev.churn.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.http.Caller.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReceivedUploadTest {
  @TempDir Path folder;

  /** Gives what it has in pieces of random size, as networks do. */
  private static InputStream inPieces(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, 1 + random.nextInt(Math.min(length, 40)));
      }
    };
  }

  @Test
  void a_file_arrives_byte_for_byte_however_the_network_cuts_it() throws IOException {
    String lookalikes = "\r\n--" + Form.BOUNDARY.substring(0, 6) + "\r\r\n--\r\n-";
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      byte[] content =
          (lookalikes.repeat(random.nextInt(4))
                  + new String(noise, StandardCharsets.ISO_8859_1)
                  + lookalikes)
              .getBytes(StandardCharsets.ISO_8859_1);
      byte[] form = new Form().with("as_of", "2024-01-31").withFile("a.csv", content).bytes();

      try (var upload =
          ReceivedUpload.receive(
              inPieces(form, random),
              Form.BOUNDARY,
              folder,
              UploadForms.atMost(1 << 20),
              DiskSpace.unwatched())) {
        assertThat(upload.file()).as("seed %d", seed).hasBinaryContent(content);
        assertThat(upload.fields()).containsOnlyKeys("as_of").containsValue("2024-01-31");
      }
    }
    assertThat(left()).isZero();
  }

  @Test
  void folders_in_a_filename_are_dropped() throws IOException {
    byte[] form = new Form().withFile("..\\\\..\\\\etc/passwd.csv", new byte[3]).bytes();

    try (var upload =
        ReceivedUpload.receive(
            new ByteArrayInputStream(form),
            Form.BOUNDARY,
            folder,
            UploadForms.atMost(10),
            DiskSpace.unwatched())) {
      assertThat(upload.filename()).isEqualTo("passwd.csv");
    }
  }

  @Test
  void nothing_is_left_of_a_form_that_ends_early_or_is_too_large() throws IOException {
    byte[] form = new Form().withFile("a.csv", new byte[1000]).bytes();
    var cut = new ByteArrayInputStream(form, 0, form.length - 30);

    assertThatThrownBy(
            () ->
                ReceivedUpload.receive(
                    cut, Form.BOUNDARY, folder, UploadForms.atMost(1000), DiskSpace.unwatched()))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("unexpected EOF");
    assertThatThrownBy(
            () ->
                ReceivedUpload.receive(
                    new ByteArrayInputStream(form),
                    Form.BOUNDARY,
                    folder,
                    UploadForms.atMost(999),
                    DiskSpace.unwatched()))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("999 bytes at most");
    assertThat(left()).isZero();
  }

  @Test
  void a_file_may_be_as_large_as_the_limit() throws IOException {
    byte[] form = new Form().withFile("a.csv", new byte[1000]).bytes();

    try (var upload =
        ReceivedUpload.receive(
            new ByteArrayInputStream(form),
            Form.BOUNDARY,
            folder,
            UploadForms.atMost(1000),
            DiskSpace.unwatched())) {
      assertThat(upload.file()).hasSize(1000);
    }
  }

  private long left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
