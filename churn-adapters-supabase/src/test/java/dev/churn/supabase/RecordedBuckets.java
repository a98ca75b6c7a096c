package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.supabase.HttpTestServer.Incoming;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import dev.churn.supabase.RecordedObjects.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Buckets and what they list, as recorded. */
final class RecordedBuckets {
  private final RecordedSupabaseServer server;
  private final RecordedObjects objects;

  RecordedBuckets(RecordedSupabaseServer server, RecordedObjects objects) {
    this.server = server;
    this.objects = objects;
  }

  Reply create(Incoming request, JsonNode wanted) {
    if (!server.mayWithBuckets(request, Rights.CREATE_BUCKETS)) {
      return RecordedSupabaseServer.forbidden("new row violates row-level security policy");
    }
    String name = wanted.path("name").asString("");
    JsonNode limit = wanted.path("file_size_limit");
    JsonNode types = wanted.path("allowed_mime_types");
    boolean isNew =
        objects.createBucket(
            name,
            new StoredBucket(
                wanted.path("public").asBoolean(false),
                limit.isNumber() ? limit.asLong() : null,
                types.isArray() ? types.valueStream().map(JsonNode::asString).toList() : null));
    return isNew
        ? Reply.json(200, Map.of("name", name))
        : Reply.refusal("409", "Duplicate", "BucketAlreadyExists", "The resource already exists");
  }

  Reply get(Incoming request, String name) {
    StoredBucket bucket = objects.bucket(name);
    if (bucket == null || !server.mayWithBuckets(request, Rights.SEE_BUCKETS)) {
      return RecordedSupabaseServer.noBucket();
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("id", name);
    record.put("name", name);
    record.put("owner", "");
    record.put("public", bucket.isPublic());
    record.put("file_size_limit", bucket.sizeLimit());
    record.put("allowed_mime_types", bucket.types());
    record.put("created_at", "2026-01-01T00:00:00.000Z");
    record.put("updated_at", "2026-01-01T00:00:00.000Z");
    return Reply.json(200, record);
  }

  Reply list(Incoming request, String bucket, JsonNode question) {
    String last = cursor(question.path("cursor").asString(""));
    int limit = question.path("limit").asInt(1000);
    List<Map<String, Object>> page = new ArrayList<>();
    boolean more = false;
    String name = "";
    if (server.may(request, bucket + "/", Rights.SELECT)) {
      for (StoredObject object : objects.below(bucket, question.path("prefix").asString(""))) {
        String candidate = object.key().substring(bucket.length() + 1);
        if (candidate.compareTo(last) <= 0) {
          continue;
        }
        if (page.size() == limit) {
          more = true;
          break;
        }
        name = candidate;
        page.add(entry(object, candidate));
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("hasNext", more);
    if (more) {
      answer.put("nextCursor", Base64.getEncoder().encodeToString(("l:" + name).getBytes(UTF_8)));
      answer.put("nextCursorKey", name);
    }
    answer.put("folders", List.of());
    answer.put("objects", page);
    return Reply.json(200, answer);
  }

  private static String cursor(String encoded) {
    return encoded.isEmpty()
        ? ""
        : new String(Base64.getDecoder().decode(encoded), UTF_8).substring("l:".length());
  }

  private static Map<String, Object> entry(StoredObject object, String name) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("eTag", object.etag());
    metadata.put("size", object.size());
    metadata.put("mimetype", object.type());
    metadata.put("cacheControl", "no-cache");
    metadata.put("lastModified", "2026-01-01T00:00:00.000Z");
    metadata.put("contentLength", object.size());
    metadata.put("httpStatusCode", 200);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", object.id());
    entry.put("name", name);
    entry.put("metadata", metadata);
    entry.put("updated_at", changedAt(object).toString());
    entry.put("created_at", "2026-01-01T00:00:00.000Z");
    entry.put("last_accessed_at", "2026-01-01T00:00:00.000Z");
    return entry;
  }

  private static Instant changedAt(StoredObject object) {
    try {
      return Files.getLastModifiedTime(object.bytes()).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
