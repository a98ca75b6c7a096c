package dev.churn.domain.usecase.dataset;

import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stores uploaded files byte for byte. */
public final class UploadedFiles {
  private final ObjectStore objects;
  private final RemoveObjects removals;

  public UploadedFiles(ObjectStore objects, RemoveObjects removals) {
    this.objects = objects;
    this.removals = removals;
  }

  /**
   * {@return the metadata of a file}
   *
   * @param key returns the file's key for an extension, which is derived from the content
   */
  public StoredFile describe(Content csv, String filename, Function<String, ObjectKey> key) {
    return new StoredFile(
        key.apply(FileKind.of(csv).extension()), filename, sizeOf(csv), Digests.sha256(csv));
  }

  /**
   * Stores a file and then registers it. If the registration fails, the file is deleted, unless it
   * is registered all the same: a commit may succeed while its answer is lost.
   *
   * @param register registers the file
   * @param find finds what is registered, or nothing if the registration left nothing behind
   * @return what the registration returned
   */
  public <T> T store(
      Content csv, StoredFile file, Supplier<T> register, Supplier<Optional<T>> find) {
    objects.put(file.key(), csv, FileKind.of(file.key()).mediaType());
    try {
      return register.get();
    } catch (RuntimeException e) {
      Optional<T> found;
      try {
        found = find.get();
      } catch (RuntimeException unknown) {
        e.addSuppressed(unknown); // a file without a row is harmless, a row without its file is not
        throw e;
      }
      if (found.isPresent()) {
        return found.get();
      }
      discard(file.key(), e); // nobody would ever find it
      throw e;
    }
  }

  private void discard(ObjectKey key, RuntimeException why) {
    var unused = List.of(new StoredObject(key));
    try {
      removals.note(unused);
    } catch (RuntimeException e) {
      why.addSuppressed(e); // the attempt that follows is then the only one
    }
    removals.removeSoon(unused);
  }

  /** {@return the size of a file in bytes} */
  public static long sizeOf(Content csv) {
    try {
      return csv.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
