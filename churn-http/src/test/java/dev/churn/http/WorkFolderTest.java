package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkFolderTest {
  @TempDir Path parent;

  @Test
  void what_a_dead_server_left_is_removed_and_what_a_living_one_has_is_not() throws IOException {
    Path dead = Files.createDirectory(parent.resolve("dead"));
    Files.writeString(dead.resolve("upload-1.part"), "half a file");
    Files.createFile(parent.resolve("dead.lock"));
    try (var living = WorkFolder.open(parent)) {
      Path file = Files.writeString(living.path().resolve("upload-2.part"), "half a file");

      try (var another = WorkFolder.open(parent)) {
        assertThat(another.path()).isEmptyDirectory().isNotEqualTo(living.path());
        assertThat(file).exists();
        assertThat(dead).doesNotExist();
        assertThat(parent.resolve("dead.lock")).doesNotExist();
      }
    }
    assertThat(parent).isEmptyDirectory();
  }
}
