package dev.churn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm_64",
    "Mac OS X, x86_64, darwin-arm_64",
    "Mac OS X, aarch64, darwin-arm_64",
    "Windows 11, amd64, windows-x86_64"
  })
  void every_supported_platform_has_its_archive(String os, String arch, String platform) {
    assertThat(PostgresBinaries.archiveFor(os, arch)).isEqualTo("postgres-" + platform + ".txz");
  }

  @Test
  void a_platform_whose_archive_was_left_out_is_told_what_to_do(@TempDir Path folder) {
    assertThatThrownBy(() -> PostgresBinaries.unpack(folder, "postgres-left-out.txz"))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("built without the PostgreSQL of this platform")
        .hasMessageContaining("-Dplatforms=all")
        .hasMessageContaining("DATABASE_URL");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void another_platform_is_told_what_to_do() {
    assertThatThrownBy(() -> PostgresBinaries.archiveFor("SunOS", "sparcv9"))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("found SunOS on sparcv9")
        .hasMessageContaining("DATABASE_URL");
  }
}
