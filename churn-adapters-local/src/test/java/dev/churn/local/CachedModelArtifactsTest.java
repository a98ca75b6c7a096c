package dev.churn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelArtifactsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedModelArtifactsTest extends ModelArtifactsContract {
  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());
  private final ModelId id = new ModelId(UUID.randomUUID());

  @TempDir private Path folder;

  private ModelArtifacts stored() {
    var objects = new LocalObjectStore(folder.resolve("objects"), "http://127.0.0.1");
    objects.prepare();
    return new StoredModelArtifacts(objects);
  }

  @Override
  protected ModelArtifacts emptyArtifacts() {
    return new CachedModelArtifacts(folder.resolve("models"), stored());
  }

  private Path copy() {
    return folder.resolve("models/" + organization + "/" + id + ".model");
  }

  @Test
  void a_copy_is_used_in_place_of_the_original() throws IOException {
    var artifacts = emptyArtifacts();
    String sha256 = artifacts.save(organization, id, "abc".getBytes(UTF_8));
    PostgresBinaries.deleteAll(folder.resolve("objects"));

    assertThat(copy()).hasContent("abc");
    assertThat(artifacts.load(organization, id, sha256)).asString(UTF_8).isEqualTo("abc");
  }

  @Test
  void a_damaged_copy_is_fetched_anew() throws IOException {
    var artifacts = emptyArtifacts();
    String sha256 = artifacts.save(organization, id, "abc".getBytes(UTF_8));
    Files.writeString(copy(), "abd");

    assertThat(artifacts.load(organization, id, sha256)).asString(UTF_8).isEqualTo("abc");
    assertThat(copy()).hasContent("abc");
  }

  @Test
  void another_server_finds_what_this_one_saved() throws IOException {
    String sha256 = emptyArtifacts().save(organization, id, "abc".getBytes(UTF_8));
    PostgresBinaries.deleteAll(folder.resolve("models"));

    assertThat(emptyArtifacts().load(organization, id, sha256)).asString(UTF_8).isEqualTo("abc");
    assertThat(copy()).hasContent("abc");
  }

  @Test
  void a_cache_that_cannot_be_written_is_done_without() throws IOException {
    Files.writeString(folder.resolve("models"), "a file where the folder should be");
    var artifacts = emptyArtifacts();
    String sha256 = artifacts.save(organization, id, "abc".getBytes(UTF_8));

    assertThat(artifacts.load(organization, id, sha256)).asString(UTF_8).isEqualTo("abc");
  }
}
