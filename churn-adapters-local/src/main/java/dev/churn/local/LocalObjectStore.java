package dev.churn.local;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Stores objects as files: {@code <root>/<bucket>/<path>}. Several processes may share a root.
 * Symbolic links below the root are not followed, so that no object lies outside.
 */
public final class LocalObjectStore implements ObjectStore {
  /**
   * Path prefix of the URLs that {@link #url} returns, before bucket and object path; the HTTP
   * server serves the objects there if they are public. Supabase Storage uses the same prefix.
   */
  public static final String URL_PATH = "/storage/v1/object/public";

  private final Path root;
  private final String baseUrl;
  private final AtomicFiles files;

  /**
   * @param root created by {@link #prepare} if missing; must be one file system, since it also
   *     holds the temporary files
   * @param publicBaseUrl base URL of this server, for example {@code http://127.0.0.1:5000}
   */
  public LocalObjectStore(Path root, String publicBaseUrl) {
    this(root, publicBaseUrl, DiskSpace.unwatched());
  }

  /**
   * Creates a store that keeps part of its disk free.
   *
   * @param disk the watch over the disk of the root
   */
  public LocalObjectStore(Path root, String publicBaseUrl, DiskSpace disk) {
    this.root = root.toAbsolutePath().normalize();
    this.baseUrl = publicBaseUrl.replaceAll("/+$", "");
    this.files = new AtomicFiles(this.root.resolve(".tmp"), disk);
  }

  @Override
  public void prepare() {
    try {
      files.removeLeftovers();
      for (Bucket bucket : Bucket.values()) {
        AtomicFiles.createFolders(root.resolve(bucket.id()));
      }
    } catch (IOException e) {
      throw failed("The folder " + root + " could not be prepared for objects", e);
    }
  }

  @Override
  public void requireReady() {
    for (Bucket bucket : Bucket.values()) {
      Path folder = root.resolve(bucket.id());
      if (!Files.isDirectory(folder, NOFOLLOW_LINKS) || !Files.isWritable(folder)) {
        throw new ChurnException(
            ErrorCode.UNAVAILABLE,
            ("Bucket '%s': expected a folder that can be written, found none. A restart creates a"
                    + " missing one.")
                .formatted(bucket.id()));
      }
    }
  }

  @Override
  public void put(ObjectKey key, Content content, String contentType) {
    Path file = fileOf(key);
    try {
      files.write(file, content);
    } catch (IOException e) {
      throw failed(key + " could not be stored", e);
    }
  }

  @Override
  public InputStream open(ObjectKey key) {
    Path file = fileOf(key);
    try {
      if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
        return Files.newInputStream(file, NOFOLLOW_LINKS);
      }
    } catch (NoSuchFileException e) {
      // removed concurrently, and told below
    } catch (IOException e) {
      throw failed(key + " could not be read", e);
    }
    requireFolder(key.bucket());
    throw new ChurnException(ErrorCode.NOT_FOUND, "There is no object " + key);
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    Path file = fileOf(key);
    try {
      if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
        return OptionalLong.of(Files.size(file));
      }
    } catch (NoSuchFileException e) {
      // removed concurrently, and told below
    } catch (IOException e) {
      throw failed(key + " could not be looked up", e);
    }
    requireFolder(key.bucket());
    return OptionalLong.empty();
  }

  @Override
  public void delete(ObjectKey key) {
    Path file = fileOf(key);
    try {
      if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
        if (Files.deleteIfExists(file)) {
          AtomicFiles.force(file.getParent());
        }
      } else {
        requireFolder(key.bucket());
      }
    } catch (IOException e) {
      throw failed(key + " could not be removed", e);
    }
  }

  @Override
  public List<ObjectKey> list(Bucket bucket, String folder) {
    Path top = root.resolve(bucket.id());
    Path start = folder.isEmpty() ? top : fileOf(new ObjectKey(bucket, folder));
    if (!Files.isDirectory(start, NOFOLLOW_LINKS)) {
      requireFolder(bucket);
      return List.of();
    }
    try (Stream<Path> found = Files.walk(start)) {
      return found
          .filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
          .flatMap(file -> keyOf(bucket, top.relativize(file)).stream())
          .sorted(Comparator.comparing(ObjectKey::path))
          .toList();
    } catch (UncheckedIOException e) {
      throw failed("The objects of bucket " + bucket.id() + " could not be listed", e.getCause());
    } catch (IOException e) {
      throw failed("The objects of bucket " + bucket.id() + " could not be listed", e);
    }
  }

  @Override
  public List<ListedObject> inspect(Bucket bucket) {
    return list(bucket, "").stream().flatMap(key -> inspect(key).stream()).toList();
  }

  private Optional<ListedObject> inspect(ObjectKey key) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(fileOf(key), BasicFileAttributes.class, NOFOLLOW_LINKS);
      return Optional.of(new ListedObject(key, file.size(), file.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // removed concurrently
    } catch (IOException e) {
      throw failed(key + " could not be looked up", e);
    }
  }

  /**
   * Requires the folder of a bucket. Without it, the file system is away, and what seems to be gone
   * may come back with it.
   */
  private void requireFolder(Bucket bucket) {
    Path folder = root.resolve(bucket.id());
    if (!Files.isDirectory(folder)) {
      throw failed(
          "The folder of bucket %s is missing".formatted(bucket.id()),
          new NoSuchFileException(folder.toString()));
    }
  }

  private static Optional<ObjectKey> keyOf(Bucket bucket, Path relative) {
    try {
      return Optional.of(new ObjectKey(bucket, relative.toString().replace('\\', '/')));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a file that another program created
    }
  }

  @Override
  public String url(ObjectKey key) {
    return baseUrl + URL_PATH + "/" + key;
  }

  @Override
  public String displayName() {
    return "local storage";
  }

  /**
   * {@return the file of a key} The key's path has no {@code ..}, but a symbolic link in the folder
   * could still lead outside.
   */
  private Path fileOf(ObjectKey key) {
    Path current = root;
    for (String segment : key.toString().split("/", -1)) {
      current = current.resolve(segment);
      if (Files.isSymbolicLink(current)) {
        throw new ChurnException(
            ErrorCode.CORRUPT,
            "%s: expected files and folders only, found the symbolic link %s"
                .formatted(key, root.relativize(current)));
      }
    }
    return current;
  }

  private static ChurnException failed(String what, IOException cause) {
    if (DiskSpace.isFull(cause)) {
      return DiskSpace.full(what, cause);
    }
    // the cause contains local paths, so it goes only to the log, and the message to the caller
    return new ChurnException(ErrorCode.UNAVAILABLE, what + "; the server's log says why", cause);
  }
}
