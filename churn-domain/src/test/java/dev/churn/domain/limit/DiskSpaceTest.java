package dev.churn.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.limit.DiskSpace.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskSpaceTest {
  private static final Path FOLDER = Path.of(".");

  private final AtomicLong free = new AtomicLong(10_000);

  private DiskSpace disk(long reserve, boolean isCapped) {
    return new DiskSpace(reserve, isCapped, folder -> new Disk(100_000, free.get()));
  }

  private static void isFull(Throwable thrown) {
    assertThat(thrown).isInstanceOf(ChurnException.class);
    assertThat(((ChurnException) thrown).code()).isEqualTo(ErrorCode.NO_SPACE);
    assertThat(DiskSpace.isFull(thrown)).isTrue();
  }

  @Test
  void the_reserve_stays_free() {
    DiskSpace disk = disk(4_000, false);
    assertThatCode(() -> disk.require(FOLDER, 6_000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> disk.require(FOLDER, 6_001))
        .satisfies(DiskSpaceTest::isFull)
        .hasMessageContaining("MIN_FREE_DISK_BYTES");
  }

  @Test
  void a_capped_reserve_is_a_twentieth_of_a_small_disk() {
    DiskSpace disk = disk(1 << 30, true);
    assertThatCode(() -> disk.require(FOLDER, 5_000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> disk.require(FOLDER, 5_001)).satisfies(DiskSpaceTest::isFull);
  }

  @Test
  void a_stream_ends_soon_after_the_disk_has_become_full() throws IOException {
    var written = new AtomicLong();
    var counting =
        new OutputStream() {
          @Override
          public void write(int oneByte) {
            written.incrementAndGet();
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            written.addAndGet(length);
          }
        };
    try (OutputStream out = disk(4_000, false).watched(counting, FOLDER)) {
      out.write(1);
      free.set(3_999);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  out.write(new byte[1 << 20]);
                }
              })
          .satisfies(DiskSpaceTest::isFull);
    }
    assertThat(written.get()).isBetween(1L, 17L << 20);
  }

  @Test
  void what_the_operating_system_says_of_a_full_disk_is_understood() {
    var full = new FileSystemException("a", null, "No space left on device");
    assertThat(DiskSpace.isFull(new UncheckedIOException(full))).isTrue();
    assertThat(DiskSpace.isFull(new IOException("Disk quota exceeded"))).isTrue();
    assertThat(DiskSpace.isFull(new IOException("Connection reset"))).isFalse();
    assertThat(DiskSpace.isFull(new IllegalStateException("No space left on device"))).isFalse();

    var out =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(() -> disk(0, false).watched(out, FOLDER).write(1))
        .satisfies(DiskSpaceTest::isFull);
  }

  @Test
  void the_disk_of_a_folder_of_this_machine_is_found(@TempDir Path folder) {
    assertThatCode(() -> DiskSpace.ofThisMachine(0, true).require(folder, 1))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> DiskSpace.ofThisMachine(Long.MAX_VALUE / 2, false).require(folder, 0))
        .satisfies(DiskSpaceTest::isFull);
  }
}
