package dev.churn.supabase;

import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import okhttp3.Request;
import tools.jackson.databind.JsonNode;

/** Lists the objects of a bucket, page by page. */
final class Listing {
  private static final int PAGE = 1000;

  private final Storage storage;

  Listing(Storage storage) {
    this.storage = storage;
  }

  /** {@return the objects at all depths below a folder, by path} */
  List<ObjectKey> list(Bucket bucket, String folder) {
    Set<String> paths = new TreeSet<>();
    forEach(bucket, folder, object -> paths.add(object.path("name").asString("")));
    return paths.stream().flatMap(path -> key(bucket, path).stream()).toList();
  }

  /** {@return the objects of a bucket whose size and time the storage tells} */
  List<ListedObject> inspect(Bucket bucket) {
    List<ListedObject> found = new ArrayList<>();
    forEach(
        bucket,
        "",
        object ->
            key(bucket, object.path("name").asString(""))
                .flatMap(key -> listed(key, object))
                .ifPresent(found::add));
    return found;
  }

  private static Optional<ListedObject> listed(ObjectKey key, JsonNode object) {
    try {
      // an object that is replaced keeps the time of its creation
      Instant at = Instant.parse(object.path("updated_at").asString(""));
      return Optional.of(new ListedObject(key, object.path("metadata").path("size").asLong(0), at));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private void forEach(Bucket bucket, String folder, Consumer<JsonNode> consumer) {
    String work = "listing %s/%s".formatted(bucket.id(), folder);
    // the storage treats the prefix as plain text: without the slash, org_1 would match org_10 too
    String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    Set<String> cursors = new HashSet<>();
    String cursor = null;
    do {
      StorageResponse page = storage.ask(work, page(bucket, prefix, cursor), Form.PAGE);
      if (!page.isSuccess()) {
        throw StorageErrors.of(storage.inFull(work), page);
      }
      if (!page.json().path("objects").isArray()) {
        throw StorageErrors.unexpected(storage.inFull(work), "a page of objects as JSON", page);
      }
      for (JsonNode object : page.json().path("objects")) {
        consumer.accept(object);
      }
      cursor = page.json().path("hasNext").asBoolean(false) ? cursorAfter(page) : null;
      if (cursor != null && (cursor.isEmpty() || !cursors.add(cursor))) {
        throw StorageErrors.unexpected(
            storage.inFull(work), "a new cursor for the next page", page);
      }
    } while (cursor != null);
  }

  private Request page(Bucket bucket, String prefix, String cursor) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("prefix", prefix);
    question.put("limit", PAGE);
    if (cursor != null) {
      question.put("cursor", cursor);
    }
    return storage
        .request(storage.at("object/list-v2/" + bucket.id()))
        .post(Storage.json(question))
        .build();
  }

  private static String cursorAfter(StorageResponse page) {
    return page.json().path("nextCursor").asString("");
  }

  /** {@return the key of a path, or empty for names that this system cannot have created} */
  private static Optional<ObjectKey> key(Bucket bucket, String path) {
    if (path.endsWith(".emptyFolderPlaceholder")) {
      // placeholder with which the Supabase dashboard keeps an empty folder
      return Optional.empty();
    }
    try {
      return Optional.of(new ObjectKey(bucket, path));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
