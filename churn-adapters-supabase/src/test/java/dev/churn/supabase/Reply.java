package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What a test server sends back, and how it behaves afterwards. */
final class Reply {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int status;
  private final TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] bytes;
  private Path file;
  private long from;
  private long length;
  private long cutAfter = Long.MAX_VALUE;
  private boolean holds;
  private boolean leavesBodyUnread;

  private Reply(int status, byte[] bytes) {
    this.status = status;
    this.bytes = bytes;
    this.length = bytes.length;
  }

  static Reply json(int status, Object body) {
    return new Reply(status, JSON.writeValueAsBytes(body))
        .with("content-type", "application/json; charset=utf-8");
  }

  static Reply bytes(int status, byte[] body) {
    return new Reply(status, body);
  }

  /** Plain text, as resumable uploads answer. */
  static Reply text(int status, String body) {
    return new Reply(status, body.getBytes(UTF_8)).with("content-type", "text/plain;charset=UTF-8");
  }

  /** HTTP 400 with the status that counts in the body. */
  static Reply refusal(String statusCode, String error, String code, String message) {
    return refusal(400, statusCode, error, code, message);
  }

  static Reply refusal(int http, String statusCode, String error, String code, String message) {
    return json(
        http, Map.of("statusCode", statusCode, "error", error, "code", code, "message", message));
  }

  /** A part of a file. */
  static Reply file(int status, Path file, long from, long length) {
    Reply reply = new Reply(status, new byte[0]).with("accept-ranges", "bytes");
    reply.file = file;
    reply.from = from;
    reply.length = length;
    return reply;
  }

  /** No answer at all; hangs up. */
  static Reply none() {
    return text(0, "").cutAfter(0);
  }

  Reply with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  String header(String name) {
    return headers.get(name);
  }

  /** Sends no more than so many bytes of the body, then hangs up. */
  Reply cutAfter(long count) {
    cutAfter = count;
    return this;
  }

  /** Falls silent where it would hang up, and keeps the connection. */
  Reply thenSilence() {
    holds = true;
    return this;
  }

  /** Answers without reading the request's body. */
  Reply leavingBodyUnread() {
    leavesBodyUnread = true;
    return this;
  }

  int status() {
    return status;
  }

  boolean isSilent() {
    return status == 0;
  }

  boolean isCut() {
    return cutAfter < length;
  }

  boolean holds() {
    return holds;
  }

  boolean leavesBodyUnread() {
    return leavesBodyUnread;
  }

  boolean closes() {
    return "close".equals(headers.get("connection"));
  }

  void write(OutputStream out, boolean close, boolean headOnly) throws IOException {
    headers.putIfAbsent("content-length", Long.toString(length));
    headers.put("connection", close ? "close" : "keep-alive");
    if (status == 204) {
      headers.remove("content-length");
    }
    out.write(HttpTestServer.ascii(HttpTestServer.head(status, "", headers)));
    if (!headOnly) {
      long count = Math.min(length, cutAfter);
      if (file == null) {
        out.write(bytes, 0, (int) count);
      } else {
        copy(out, count);
      }
    }
    out.flush();
  }

  private void copy(OutputStream out, long count) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      for (long left = count; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
