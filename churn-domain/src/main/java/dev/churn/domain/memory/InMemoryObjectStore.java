package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The object store in memory. */
public final class InMemoryObjectStore implements ObjectStore {
  private final Map<ObjectKey, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<ObjectKey, Instant> times = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public InMemoryObjectStore() {
    this(InstantSource.system());
  }

  /** Creates a store whose objects have the times of a clock. */
  public InMemoryObjectStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void prepare() {
    // a map needs no preparation
  }

  @Override
  public void put(ObjectKey key, Content content, String contentType) {
    try (InputStream in = content.open()) {
      byte[] bytes = in.readAllBytes();
      times.put(key, clock.instant());
      objects.put(key, bytes);
    } catch (IOException e) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The content cannot be read", e);
    }
  }

  @Override
  public InputStream open(ObjectKey key) {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw new ChurnException(ErrorCode.NOT_FOUND, "There is no object " + key);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    byte[] bytes = objects.get(key);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
  }

  @Override
  public void delete(ObjectKey key) {
    objects.remove(key);
  }

  @Override
  public List<ObjectKey> list(Bucket bucket, String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return objects.keySet().stream()
        .filter(key -> key.bucket() == bucket && key.path().startsWith(prefix))
        .sorted(Comparator.comparing(ObjectKey::path))
        .toList();
  }

  @Override
  public List<ListedObject> inspect(Bucket bucket) {
    return objects.entrySet().stream()
        .filter(object -> object.getKey().bucket() == bucket)
        .map(
            object ->
                new ListedObject(
                    object.getKey(), object.getValue().length, times.get(object.getKey())))
        .toList();
  }

  @Override
  public String url(ObjectKey key) {
    return "memory:/" + key;
  }

  @Override
  public String displayName() {
    return "memory";
  }
}
