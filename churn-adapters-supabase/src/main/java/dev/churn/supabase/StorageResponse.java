package dev.churn.supabase;

import dev.churn.domain.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A complete response of the storage server.
 *
 * @param httpStatus HTTP status of the response, which is 400 for nearly every refusal
 * @param status the effective status: {@code statusCode} in the body of a refusal if present,
 *     otherwise the HTTP status
 * @param code the most specific error code of a refusal, or empty
 * @param message the server's message, or empty
 * @param json the body, or a missing node if it is not JSON
 * @param foreign why a success is not one of the storage, or empty
 */
record StorageResponse(
    int httpStatus,
    int status,
    String code,
    String message,
    Headers headers,
    JsonNode json,
    String foreign) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern MISSING_THING = Pattern.compile("(Bucket|Object) not found");
  private static final int LARGEST_BODY = 16 << 20; // a page of a listing has 1,000 names
  private static final int LONGEST_MESSAGE = 300;

  /**
   * Reads the whole response, so that the connection can be reused.
   *
   * @param form the form that a success has if the storage itself answers
   */
  static StorageResponse of(Response response, Form form) throws IOException {
    byte[] bytes;
    try (InputStream body = response.body().byteStream()) {
      bytes = body.readNBytes(LARGEST_BODY);
    }
    JsonNode json = parse(bytes);
    int status = response.code();
    String message = "";
    if (status >= 400) {
      // a string on most routes, a number if the request never reached one
      status = json.path("statusCode").asInt(status);
      message = json.path("message").asString(new String(bytes, StandardCharsets.UTF_8)).strip();
    }
    return new StorageResponse(
        response.code(),
        status,
        json.path("code").asString(""),
        Excerpt.of(message, LONGEST_MESSAGE),
        response.headers(),
        json,
        response.isSuccessful() ? form.findProblem(response.headers(), json).orElse("") : "");
  }

  private static JsonNode parse(byte[] bytes) {
    boolean mayBeJson = bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[');
    try {
      return mayBeJson ? JSON.readTree(bytes) : JSON.missingNode();
    } catch (JacksonException e) {
      return JSON.missingNode(); // truncated or not JSON after all: the HTTP status decides
    }
  }

  /** {@return whether the storage, and nothing in front of it, did what it was asked} */
  boolean isSuccess() {
    return httpStatus >= 200 && httpStatus < 300 && foreign.isEmpty();
  }

  /** {@return whether the same request may succeed later} */
  boolean isTransient() {
    return !foreign.isEmpty() // a proxy that answers in its place may be gone later
        || httpStatus >= 500
        || status >= 500
        || status == 429
        || status == 408 // the server timed out waiting for the request
        || status == 423; // locked
  }

  /**
   * {@return whether the server has no such route, as opposed to no such object, bucket or upload}
   */
  boolean isNoSuchRoute() {
    // for objects and buckets the storage sends 404 only in the body, but other versions may send
    // it as the HTTP status as well, as resumable uploads do
    return httpStatus == 404
        && !code.startsWith("NoSuch")
        && !MISSING_THING.matcher(message).lookingAt();
  }

  boolean isAlreadyExists() {
    return status == 409 && !message.contains("Upload-Offset");
  }

  /** {@return the value of a numeric header, or -1} */
  long number(String header) {
    String value = headers.get(header);
    try {
      return value == null ? -1 : Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** {@return a short description of the response} */
  String inWords() {
    String shown = status == httpStatus ? "HTTP " + status : status + " (HTTP " + httpStatus + ")";
    if (!foreign.isEmpty()) {
      return shown + ", " + foreign;
    }
    return message.isEmpty() ? shown : shown + " '" + message + "'";
  }
}
