package dev.churn.domain.usecase.dataset;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryErasures;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryRemovals;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.removal.OrganizationRemoval;
import dev.churn.domain.usecase.removal.Receipts;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class UploadedFilesTest {
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final StoredModelArtifacts artifacts = new StoredModelArtifacts(objects);
  private final Receipts receipts =
      new Receipts(
          new InMemoryErasures(database),
          new InMemoryRemovals(database),
          database,
          () -> Samples.MONDAY);
  private final RemoveObjects removals =
      new RemoveObjects(
          new InMemoryRemovals(database),
          receipts,
          objects,
          artifacts,
          new OrganizationRemoval(
              new InMemoryOrganizations(database),
              new InMemoryModelRegistry(database),
              artifacts,
              objects,
              receipts,
              organization -> {}),
          () -> Samples.MONDAY);
  private final UploadedFiles files = new UploadedFiles(objects, removals);
  private final Content csv = Content.of("customer_id,event_date".getBytes(UTF_8));
  private final StoredFile file =
      files.describe(
          csv,
          "a.csv",
          type -> ObjectKey.raw(new OrganizationId(UUID.randomUUID()), UUID.randomUUID(), type));

  private static String fails() {
    throw new ChurnException(ErrorCode.UNAVAILABLE, "away");
  }

  @Test
  void a_file_whose_row_was_rolled_back_is_deleted() {
    assertThatThrownBy(() -> files.store(csv, file, UploadedFilesTest::fails, Optional::empty))
        .hasMessage("away");

    assertThat(objects.size(file.key())).isEmpty();
  }

  @Test
  void a_file_whose_row_was_committed_is_kept_though_the_answer_was_lost() {
    String stored = files.store(csv, file, UploadedFilesTest::fails, () -> Optional.of("the row"));

    assertThat(stored).isEqualTo("the row");
    assertThat(objects.size(file.key())).isPresent();
  }

  @Test
  void a_file_is_kept_if_nobody_knows_whether_it_has_a_row() {
    assertThatThrownBy(
            () -> files.store(csv, file, UploadedFilesTest::fails, () -> Optional.of(fails())))
        .hasMessage("away");

    assertThat(objects.size(file.key())).isPresent();
  }

  private ObjectKey keyOf(byte[] bytes) {
    Content content = Content.of(bytes);
    return files
        .describe(
            content,
            "a.csv",
            type -> ObjectKey.raw(new OrganizationId(UUID.randomUUID()), UUID.randomUUID(), type))
        .key();
  }

  private static byte[] archive(String first) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(first));
      zip.write(1);
      zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  @Test
  void the_extension_of_a_stored_file_says_what_its_bytes_are() {
    assertThat(keyOf("customer_id,event_date".getBytes(UTF_8)).path()).endsWith(".csv");
    assertThat(keyOf("[id],{x}".getBytes(UTF_8)).path()).endsWith(".csv");
    assertThat(keyOf(new byte[0]).path()).endsWith(".csv");
    assertThat(keyOf(new byte[] {0x1f, (byte) 0x8b, 8}).path()).endsWith(".csv.gz");
    assertThat(keyOf(archive("events.csv")).path()).endsWith(".zip");
    for (String first : List.of("[Content_Types].xml", "_rels/.rels", "docProps/app.xml")) {
      assertThat(keyOf(archive(first)).path()).endsWith(".xlsx");
    }
    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      assertThat(keyOf("\uFEFF {\"a\": 1}\n".getBytes(charset)).path()).endsWith(".jsonl");
      assertThat(keyOf("[\n {\"a\": 1}]".getBytes(charset)).path()).endsWith(".json");
    }
  }

  @Test
  void files_are_stored_with_the_media_type_of_their_extension() {
    assertThat(FileKind.of(keyOf(archive("xl/styles.xml"))).mediaType())
        .isEqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assertThat(FileKind.of(keyOf(new byte[] {0x1f, (byte) 0x8b})).mediaType())
        .isEqualTo("application/gzip");
    assertThat(FileKind.of(file.key()).mediaType()).isEqualTo("text/csv");
  }
}
