package dev.churn.supabase;

import java.util.Locale;
import java.util.Optional;
import okhttp3.Headers;
import tools.jackson.databind.JsonNode;

/**
 * The form of the storage's own answers of success, by what was asked. A proxy or a login page in
 * front of it may answer everything with 200, so that a status alone proves nothing.
 */
enum Form {
  /** The record of a bucket. */
  BUCKET("JSON with 'id'"),
  /** A bucket was created. */
  NEW_BUCKET("JSON with 'name'"),
  /** An object was stored in one request. */
  NEW_OBJECT("JSON with 'Key'"),
  /** The record of an object. */
  INFO("JSON with 'size'"),
  /** A page of a listing. */
  PAGE("JSON with 'objects'"),
  /** An object was deleted. */
  DELETED("JSON with 'message'"),
  /** An answer of the protocol of resumable uploads. */
  RESUMABLE("the header Tus-Resumable"),
  /** The bytes of an object; the storage serves HTML as plain text. */
  OBJECT("a file with its headers ETag, Last-Modified or Accept-Ranges");

  private final String words;

  Form(String words) {
    this.words = words;
  }

  /** {@return what is expected and what came, or empty if an answer has this form} */
  Optional<String> findProblem(Headers headers, JsonNode json) {
    String type = Optional.ofNullable(headers.get("Content-Type")).orElse("none");
    boolean fits =
        switch (this) {
          case BUCKET -> has(type, json.path("id").isString());
          case NEW_BUCKET -> has(type, json.path("name").isString());
          case NEW_OBJECT -> has(type, json.path("Key").isString());
          case INFO -> has(type, json.path("size").isIntegralNumber());
          case PAGE -> has(type, json.path("objects").isArray());
          case DELETED -> has(type, json.path("message").isString());
          case RESUMABLE -> headers.get("Tus-Resumable") != null;
          case OBJECT -> isFile(headers, type);
        };
    return fits
        ? Optional.empty()
        : Optional.of(
            ("expected %s, found content type %s: a proxy or a login page seems to answer instead of"
                    + " the storage; check SUPABASE_URL")
                .formatted(words, type));
  }

  private static boolean has(String type, boolean field) {
    return field && type.toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  private static boolean isFile(Headers headers, String type) {
    return !type.toLowerCase(Locale.ROOT).startsWith("text/html")
        && (headers.get("ETag") != null
            || headers.get("Last-Modified") != null
            || headers.get("Accept-Ranges") != null);
  }
}
