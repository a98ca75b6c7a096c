package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads request bodies within limits. */
public final class BodyReading {
  /** The maximum size of a JSON body in bytes. */
  static final int MAX_JSON_BYTES = 8 << 20;

  /** How long a body may be at most that says nothing: empty, blank or an empty JSON object. */
  static final int MAX_NOTHING_BYTES = 64;

  /** The attribute of requests whose body is being read. */
  public static final String BEGUN = "churn.body-begun";

  private static final String WHOLE = "churn.body";

  private BodyReading() {}

  /**
   * {@return the body's stream} A client that sent {@code Expect: 100-continue} now gets its 100.
   */
  static ServletInputStream open(Context ctx) throws IOException {
    ctx.attribute(BEGUN, true);
    return ctx.req().getInputStream();
  }

  /**
   * {@return the bytes of a JSON body}
   *
   * @throws ChurnException with {@link ErrorCode#UNSUPPORTED_TYPE} if the type is another, {@link
   *     ErrorCode#TOO_LARGE} beyond {@link #MAX_JSON_BYTES}, however it is sent
   */
  static byte[] json(Context ctx) throws IOException {
    requireJson(ctx);
    byte[] come = ctx.attribute(WHOLE);
    if (come != null) {
      return come;
    }
    long length = ctx.req().getContentLengthLong();
    if (length > MAX_JSON_BYTES) {
      throw tooLarge("%d bytes".formatted(length));
    }
    if (length >= 0) {
      return open(ctx).readNBytes((int) length);
    }
    byte[] body = open(ctx).readNBytes(MAX_JSON_BYTES + 1);
    if (body.length > MAX_JSON_BYTES) {
      throw tooLarge("more");
    }
    return body;
  }

  /**
   * Requires that a request whose options are in its query has no body, or one that says nothing:
   * blank, or an empty JSON object, as some clients send.
   *
   * @param options the names that the query may have
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} otherwise
   */
  public static void requireNone(Context ctx, List<String> options) throws IOException {
    if (!saysNothing(ctx)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          options.isEmpty()
              ? "The body: expected none, since this call takes no options"
              : "The body: expected none, since this call takes its options in the query: ?%s"
                  .formatted(
                      options.stream()
                          .map(option -> option + "=…")
                          .collect(Collectors.joining("&"))));
    }
  }

  private static boolean saysNothing(Context ctx) throws IOException {
    long length = ctx.req().getContentLengthLong();
    if (length > MAX_NOTHING_BYTES) {
      return false;
    }
    byte[] body = ctx.attribute(WHOLE);
    if (body == null) {
      body = hasNone(ctx) ? new byte[0] : open(ctx).readNBytes(MAX_NOTHING_BYTES + 1);
    }
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", "");
    return body.length <= MAX_NOTHING_BYTES && (text.isEmpty() || text.equals("{}"));
  }

  /** {@return whether the headers say that no body comes} */
  static boolean hasNone(Context ctx) {
    long length = ctx.req().getContentLengthLong();
    return length == 0 || (length < 0 && ctx.header("Transfer-Encoding") == null);
  }

  /** Keeps the bytes of a body that has been read already. */
  static void keep(Context ctx, byte[] body) {
    ctx.attribute(WHOLE, body);
  }

  /** {@return whether the headers announce JSON that can be read} */
  static boolean isJson(Context ctx) {
    return isJson(mediaType(ctx));
  }

  private static boolean isJson(String type) {
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static void requireJson(Context ctx) {
    String type = mediaType(ctx);
    if (!isJson(type)) {
      throw new ChurnException(
          ErrorCode.UNSUPPORTED_TYPE,
          "Content-Type: expected application/json, found %s"
              .formatted(type.isEmpty() ? "none" : "'" + type + "'"));
    }
    requireNoEncoding(ctx);
  }

  static void requireNoEncoding(Context ctx) {
    String encoding = ctx.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ChurnException(
          ErrorCode.UNSUPPORTED_TYPE, "Content-Encoding: expected none, found '" + encoding + "'");
    }
  }

  /** {@return the body's media type in lower case without parameters, or "" if none is given} */
  static String mediaType(Context ctx) {
    String type = ctx.header("Content-Type");
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  static ChurnException tooLarge(String found) {
    return new ChurnException(
        ErrorCode.TOO_LARGE,
        "The body: expected %d bytes of JSON at most, found %s".formatted(MAX_JSON_BYTES, found));
  }

  /** {@return whether the exception means that the client closed the connection} */
  public static boolean isCutOff(Exception e) {
    return e instanceof EOFException;
  }
}
