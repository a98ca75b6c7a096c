package dev.churn.http.example;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** An object store of one's own: each object is a file below a folder. */
final class FolderStore implements ObjectStore {
  private final Path root;

  FolderStore(Path root) {
    this.root = root;
  }

  @Override
  public void prepare() {
    for (Bucket bucket : Bucket.values()) {
      attempt(() -> Files.createDirectories(root.resolve(bucket.id())));
    }
  }

  @Override
  public void put(ObjectKey key, Content content, String contentType) {
    attempt(
        () -> {
          Files.createDirectories(fileOf(key).getParent());
          Path part = Files.createTempFile(root, "put", ".part");
          try (InputStream in = content.open()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            // Readers see the old bytes or the new ones.
            return Files.move(part, fileOf(key), StandardCopyOption.ATOMIC_MOVE);
          } finally {
            Files.deleteIfExists(part);
          }
        });
  }

  @Override
  public InputStream open(ObjectKey key) {
    return attempt(() -> Files.newInputStream(fileOf(key)));
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    Path file = fileOf(key);
    return Files.exists(file)
        ? OptionalLong.of(attempt(() -> Files.size(file)))
        : OptionalLong.empty();
  }

  @Override
  public void delete(ObjectKey key) {
    attempt(() -> Files.deleteIfExists(fileOf(key)));
  }

  @Override
  public List<ObjectKey> list(Bucket bucket, String folder) {
    Path top = root.resolve(bucket.id());
    Path start = top.resolve(folder);
    if (!Files.exists(start)) {
      return List.of();
    }
    return attempt(
        () -> {
          try (Stream<Path> files = Files.walk(start)) {
            return files
                .filter(Files::isRegularFile)
                .map(
                    file ->
                        new ObjectKey(
                            bucket,
                            top.relativize(file).toString().replace(File.separatorChar, '/')))
                .sorted(Comparator.comparing(ObjectKey::path))
                .toList();
          }
        });
  }

  @Override
  public String url(ObjectKey key) {
    return fileOf(key).toUri().toString();
  }

  @Override
  public String displayName() {
    return "a folder";
  }

  private Path fileOf(ObjectKey key) {
    return root.resolve(key.bucket().id()).resolve(key.path());
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  /** Turns the exceptions of files into those that the port promises. */
  private static <T> T attempt(Work<T> work) {
    try {
      return work.run();
    } catch (NoSuchFileException e) {
      throw new ChurnException(ErrorCode.NOT_FOUND, "There is no file " + e.getFile(), e);
    } catch (IOException e) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The folder cannot be used", e);
    }
  }
}
