package dev.churn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64",
    "Linux, aarch64",
    "Mac OS X, x86_64",
    "Mac OS X, aarch64",
    "Windows 11, amd64"
  })
  void every_supported_platform_has_its_archive(String os, String arch) {
    String archive = PostgresBinaries.archiveFor(os, arch);

    assertThat(PostgresBinaries.class.getResource("/" + archive)).isNotNull();
  }

  @Test
  void another_platform_is_told_what_to_do() {
    assertThatThrownBy(() -> PostgresBinaries.archiveFor("SunOS", "sparcv9"))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("found SunOS on sparcv9")
        .hasMessageContaining("DATABASE_URL");
  }
}
