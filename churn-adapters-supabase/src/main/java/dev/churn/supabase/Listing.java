package dev.churn.supabase;

import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    String work = "listing %s/%s".formatted(bucket.id(), folder);
    // the storage treats the prefix as plain text: without the slash, org_1 would match org_10 too
    String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    Set<String> paths = new TreeSet<>();
    Set<String> cursors = new HashSet<>();
    String cursor = null;
    do {
      StorageResponse page = storage.ask(work, page(bucket, prefix, cursor));
      if (!page.isSuccess()) {
        throw StorageErrors.of(storage.inFull(work), page);
      }
      if (!page.json().path("objects").isArray()) {
        throw StorageErrors.unexpected(storage.inFull(work), "a page of objects as JSON", page);
      }
      for (JsonNode object : page.json().path("objects")) {
        paths.add(object.path("name").asString(""));
      }
      cursor = page.json().path("hasNext").asBoolean(false) ? cursorAfter(page) : null;
      if (cursor != null && (cursor.isEmpty() || !cursors.add(cursor))) {
        throw StorageErrors.unexpected(
            storage.inFull(work), "a new cursor for the next page", page);
      }
    } while (cursor != null);

    List<ObjectKey> keys = new ArrayList<>(paths.size());
    for (String path : paths) {
      key(bucket, path).ifPresent(keys::add);
    }
    return List.copyOf(keys);
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
