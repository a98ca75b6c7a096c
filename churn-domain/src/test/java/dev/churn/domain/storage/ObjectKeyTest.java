package dev.churn.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.organization.OrganizationId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
  private static final UUID ORGANIZATION = UUID.fromString("11111111-1111-4111-8111-111111111111");
  private static final UUID ID = UUID.fromString("22222222-2222-4222-8222-222222222222");

  @Test
  void files_lie_in_the_folder_of_their_organization() {
    var organization = new OrganizationId(ORGANIZATION);

    assertThat(ObjectKey.raw(organization, ID, "csv"))
        .hasToString("datasets/org_%s/raw/%s.csv".formatted(ORGANIZATION, ID));
    assertThat(ObjectKey.features(organization, ID))
        .hasToString("utils/org_%s/features/features_%s.csv".formatted(ORGANIZATION, ID));
    assertThat(ObjectKey.model(organization, ID))
        .hasToString("utils/org_%s/models/%s.model".formatted(ORGANIZATION, ID));
  }

  @Test
  void a_key_tells_how_its_object_is_stored() {
    var organization = new OrganizationId(ORGANIZATION);
    ObjectKey compressed = ObjectKey.features(organization, ID, Compression.GZIP);

    assertThat(compressed.path()).endsWith("/features/features_%s.csv.gz".formatted(ID));
    assertThat(Compression.of(compressed)).isEqualTo(Compression.GZIP);
    assertThat(Compression.of(ObjectKey.features(organization, ID))).isEqualTo(Compression.NONE);
    assertThat(Compression.GZIP.csvType()).isEqualTo("application/gzip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", "..", "a/../b", "./a", "a/.", "a/..", "a\\b", "a b", "é", "a\nb",
        "a%2fb", "a:b"
      })
  void no_path_leaves_its_bucket(String path) {
    assertThatThrownBy(() -> new ObjectKey(Bucket.UTILS, path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dots_within_a_name_are_harmless() {
    assertThat(new ObjectKey(Bucket.UTILS, "a/..b/c..d/.e").path()).isEqualTo("a/..b/c..d/.e");
  }

  @Test
  void an_object_belongs_to_the_organization_in_whose_folder_it_lies() {
    var organization = new OrganizationId(ORGANIZATION);

    assertThat(ObjectKey.raw(organization, ID, "csv").owner()).contains(organization);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"org_health/probe", "org_22222222-2222-4222-8222-222222222222", "raw/a.csv", "a"})
  void an_object_beside_those_folders_belongs_to_nobody(String path) {
    assertThat(new ObjectKey(Bucket.UTILS, path).owner()).isEmpty();
  }
}
