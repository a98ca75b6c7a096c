package dev.churn.supabase;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The rows and files behind the recorded server. Keys are {@code bucket/path}. */
final class RecordedObjects {
  private final Map<String, StoredBucket> buckets = new ConcurrentHashMap<>();
  private final Map<String, StoredObject> rows = new ConcurrentHashMap<>();
  private final Path folder;
  private volatile Function<String, String> etagOf = md5 -> '"' + md5 + '"';

  RecordedObjects(Path folder) {
    this.folder = folder;
  }

  /** Limit and types are null if there are none. */
  record StoredBucket(boolean isPublic, Long sizeLimit, List<String> types) {
    static StoredBucket open(boolean isPublic) {
      return new StoredBucket(isPublic, null, null);
    }

    /** The global limit of the recorded configuration holds for all. */
    boolean isTooLarge(long size) {
      return size > (sizeLimit == null ? 524_288_000 : sizeLimit);
    }
  }

  record StoredObject(
      String key, String id, String version, Path bytes, long size, String etag, String type) {}

  /** Has tags made otherwise than by MD5, as other backends do. */
  void etagsBy(Function<String, String> ofMd5) {
    etagOf = ofMd5;
  }

  /** {@return whether there was none of that name} */
  boolean createBucket(String name, StoredBucket bucket) {
    return buckets.putIfAbsent(name, bucket) == null;
  }

  void removeBucket(String name) {
    buckets.remove(name);
  }

  StoredBucket bucket(String name) {
    return buckets.get(name);
  }

  StoredBucket bucketOf(String key) {
    return buckets.get(key.substring(0, Math.max(0, key.indexOf('/'))));
  }

  StoredObject find(String key) {
    return rows.get(key);
  }

  void delete(String key) {
    rows.remove(key);
  }

  List<StoredObject> below(String bucket, String prefix) {
    return new TreeMap<>(rows)
        .values().stream().filter(row -> row.key().startsWith(bucket + "/" + prefix)).toList();
  }

  /** Takes bytes to a new file; nothing stays if they do not all come. */
  Path receive(InputStream body) throws IOException {
    Path file = newFile();
    try (OutputStream out = Files.newOutputStream(file)) {
      body.transferTo(out);
    }
    return file;
  }

  Path newFile() {
    return folder.resolve(UUID.randomUUID().toString());
  }

  StoredObject store(String key, byte[] bytes) {
    try {
      return store(key, Files.write(newFile(), bytes), "text/csv");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A write keeps the id and changes the version. */
  StoredObject store(String key, Path file, String type) throws IOException {
    String etag = etagOf.apply(md5(file));
    long size = Files.size(file);
    return rows.compute(
        key,
        (same, old) ->
            new StoredObject(
                key,
                old == null ? UUID.randomUUID().toString() : old.id(),
                UUID.randomUUID().toString(),
                file,
                size,
                etag,
                type));
  }

  private static String md5(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
