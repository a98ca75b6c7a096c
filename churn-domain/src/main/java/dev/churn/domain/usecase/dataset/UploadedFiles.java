package dev.churn.domain.usecase.dataset;

import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** Keeps files byte for byte as users sent them. */
public final class UploadedFiles {
  private static final String GZIP = "csv.gz";

  private final ObjectStore objects;

  public UploadedFiles(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * {@return what will be known of a file}
   *
   * @param key where it goes, by the ending that its bytes ask for
   */
  public StoredFile describe(Content csv, String filename, Function<String, ObjectKey> key) {
    return new StoredFile(
        key.apply(isGzip(csv) ? GZIP : "csv"), filename, sizeOf(csv), Digests.sha256(csv));
  }

  /** Stores a file and then makes it known; if that fails, the file is not kept. */
  public void store(Content csv, StoredFile file, Runnable makeKnown) {
    boolean gzip = file.key().path().endsWith(GZIP);
    objects.put(file.key(), csv, gzip ? "application/gzip" : "text/csv");
    try {
      makeKnown.run();
    } catch (RuntimeException e) { // whatever it is, nobody would ever find the file
      discard(file.key(), e);
      throw e;
    }
  }

  private void discard(ObjectKey key, RuntimeException why) {
    try {
      objects.delete(key);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /** RFC 1952: gzip begins with 1f 8b, which no text does. */
  private static boolean isGzip(Content csv) {
    try (InputStream in = csv.open()) {
      return in.read() == 0x1f && in.read() == 0x8b;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sizeOf(Content csv) {
    try {
      return csv.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
