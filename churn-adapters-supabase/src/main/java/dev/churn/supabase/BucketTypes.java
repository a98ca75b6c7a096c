package dev.churn.supabase;

import dev.churn.domain.storage.Bucket;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The media types of what this program stores, which a bucket has to allow. */
final class BucketTypes {
  private BucketTypes() {}

  private static List<String> neededIn(Bucket bucket) {
    return switch (bucket) {
      case DATASETS ->
          List.of(
              "text/csv",
              "application/gzip",
              "application/zip",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              "application/x-ndjson",
              "application/json");
      case UTILS -> List.of("text/csv", "application/gzip", "application/octet-stream");
    };
  }

  /**
   * {@return a sentence about the types that a bucket does not allow, or empty if it allows all
   * that are needed}
   *
   * @param record of the bucket, which allows everything if it has no list of types
   */
  static Optional<String> findProblem(Bucket bucket, JsonNode record) {
    JsonNode allowed = record.path("allowed_mime_types");
    if (!allowed.isArray() || allowed.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = allowed.valueStream().map(type -> type.asString("")).toList();
    List<String> missing = neededIn(bucket).stream().filter(type -> !allows(names, type)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Bucket '%s' refuses uploads of type %s: add it to its allowed_mime_types, which are %s."
                .formatted(bucket.id(), String.join(" and ", missing), String.join(", ", names)));
  }

  private static boolean allows(List<String> names, String type) {
    return names.contains(type)
        || names.contains("*/*")
        || names.contains(type.substring(0, type.indexOf('/')) + "/*");
  }
}
