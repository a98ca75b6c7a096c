package dev.churn.domain.limit;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Keeps part of each disk free, so that files of this program do not take the room that databases,
 * logs and other programs need. Safe for use by several threads.
 */
public final class DiskSpace {
  /** The setting that says how much stays free. */
  private static final String SETTING = "MIN_FREE_DISK_BYTES";

  private static final long CHECKED_EVERY = 16 << 20;
  private static final int LEAST_SHARE = 20; // a reserve is at most one twentieth of a disk

  private final long reserve;
  private final boolean isCapped;
  private final Disks disks;

  /** Tells how large and how full the disk of a folder is. */
  @FunctionalInterface
  public interface Disks {
    /** {@return the disk of an existing folder} */
    Disk of(Path folder) throws IOException;
  }

  /**
   * A disk.
   *
   * @param total its size in bytes
   * @param free how many bytes this program may still write
   */
  public record Disk(long total, long free) {}

  /**
   * @param reserve how many bytes stay free
   * @param isCapped whether the reserve is at most 5 % of a disk, so that small disks can be used
   */
  public DiskSpace(long reserve, boolean isCapped, Disks disks) {
    if (reserve < 0) {
      throw new IllegalArgumentException("expected a reserve of 0 or more, found " + reserve);
    }
    this.reserve = reserve;
    this.isCapped = isCapped;
    this.disks = requireNonNull(disks, "disks");
  }

  /** {@return a watch over the disks of this machine} */
  public static DiskSpace ofThisMachine(long reserve, boolean isCapped) {
    return new DiskSpace(
        reserve,
        isCapped,
        folder -> {
          FileStore store = Files.getFileStore(folder);
          return new Disk(store.getTotalSpace(), store.getUsableSpace());
        });
  }

  /** {@return a watch that lets everything be written} */
  public static DiskSpace unwatched() {
    return new DiskSpace(0, false, folder -> new Disk(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  /**
   * Requires that a file of this size can be written and the reserve still stays free.
   *
   * @param folder an existing folder on the disk
   * @param bytes the size of the file, or the part of it that is known
   * @throws ChurnException with {@link ErrorCode#NO_SPACE} if there is not enough room
   */
  public void require(Path folder, long bytes) {
    Disk disk;
    try {
      disk = disks.of(folder);
    } catch (IOException e) {
      return; // the write that follows says what is wrong with the disk
    }
    long kept = isCapped ? Math.min(reserve, disk.total() / LEAST_SHARE) : reserve;
    if (disk.free() - kept < bytes) {
      throw new ChurnException(
          ErrorCode.NO_SPACE,
          String.format(
              Locale.ROOT,
              "The server's disk is full: expected room for %.1f MB beside the %.1f MB that stay free (%s), found %.1f MB free; delete files, or enlarge the disk",
              bytes / 1e6,
              kept / 1e6,
              SETTING,
              Math.max(0, disk.free()) / 1e6));
    }
  }

  /**
   * {@return a stream that checks the disk before the first byte and about every 16 MiB} Its
   * methods throw {@link ChurnException} with {@link ErrorCode#NO_SPACE}, also if the disk turns
   * out to be full at a write.
   *
   * @param folder an existing folder on the disk that {@code out} writes to
   */
  public OutputStream watched(OutputStream out, Path folder) {
    return new Watched(out, folder);
  }

  private final class Watched extends FilterOutputStream {
    private final Path folder;
    private long unchecked = CHECKED_EVERY;

    Watched(OutputStream out, Path folder) {
      super(out);
      this.folder = folder;
    }

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (unchecked >= CHECKED_EVERY) {
        require(folder, 0);
        unchecked = 0;
      }
      unchecked += length;
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        if (isFull(e)) {
          throw full("A file cannot be written", e);
        }
        throw e;
      }
    }
  }

  /**
   * {@return whether a failure, or one of its causes, is a disk without room} Java has no exception
   * of its own for it, so the message of the operating system tells.
   */
  public static boolean isFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ChurnException known && known.code() == ErrorCode.NO_SPACE) {
        return true;
      }
      if (cause instanceof IOException && isFullMessage(String.valueOf(cause.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFullMessage(String message) {
    return message.contains("No space left on device") // ENOSPC
        || message.contains("Disk quota exceeded") // EDQUOT
        || message.contains("There is not enough space on the disk"); // Windows
  }

  /** {@return the error to throw instead of a failure that {@link #isFull}} */
  public static ChurnException full(String what, Throwable failure) {
    return new ChurnException(
        ErrorCode.NO_SPACE,
        what + ": the server's disk is full; delete files, or enlarge the disk",
        failure);
  }
}
