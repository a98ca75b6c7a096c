package dev.churn.domain.port;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ModelArtifacts} keeps. */
public abstract class ModelArtifactsContract {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());
  private final ModelId id = new ModelId(UUID.randomUUID());

  protected abstract ModelArtifacts emptyArtifacts();

  @Test
  void a_file_comes_back_under_its_fingerprint() {
    var artifacts = emptyArtifacts();

    assertThat(artifacts.save(organization, id, "abc".getBytes(UTF_8))).isEqualTo(SHA256_OF_ABC);
    assertThat(artifacts.load(organization, id, SHA256_OF_ABC)).asString(UTF_8).isEqualTo("abc");
    assertThat(artifacts.load(organization, id, SHA256_OF_ABC)).asString(UTF_8).isEqualTo("abc");
  }

  @Test
  void a_file_with_another_fingerprint_is_refused() {
    var artifacts = emptyArtifacts();
    artifacts.save(organization, id, "abd".getBytes(UTF_8));

    assertThatThrownBy(() -> artifacts.load(organization, id, SHA256_OF_ABC))
        .satisfies(Contracts.hasCode(ErrorCode.CORRUPT));
  }

  @Test
  void a_missing_file_is_not_found() {
    var artifacts = emptyArtifacts();
    artifacts.save(organization, id, "abc".getBytes(UTF_8));
    var stranger = new OrganizationId(UUID.randomUUID());

    assertThatThrownBy(() -> artifacts.load(stranger, id, SHA256_OF_ABC))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_removed_file_is_not_found() {
    var artifacts = emptyArtifacts();
    artifacts.delete(organization, id);
    artifacts.save(organization, id, "abc".getBytes(UTF_8));

    artifacts.delete(organization, id);

    assertThatThrownBy(() -> artifacts.load(organization, id, SHA256_OF_ABC))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_second_save_replaces_the_first() {
    var artifacts = emptyArtifacts();
    artifacts.save(organization, id, "old".getBytes(UTF_8));
    artifacts.save(organization, id, "abc".getBytes(UTF_8));

    assertThat(artifacts.load(organization, id, SHA256_OF_ABC)).asString(UTF_8).isEqualTo("abc");
  }
}
