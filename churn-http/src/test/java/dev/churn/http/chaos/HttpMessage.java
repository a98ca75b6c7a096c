package dev.churn.http.chaos;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request or an answer of HTTP/1.1 as it goes over the wire. */
final class HttpMessage {
  private static final Pattern LENGTH = Pattern.compile("(?imd)^content-length: *(\\d+)\r$");
  private static final int CR_LF = 2;

  private final String head;
  private final byte[] body;

  /**
   * @param head with the empty line at its end
   * @param body not chunked
   */
  HttpMessage(String head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  String head() {
    return head;
  }

  byte[] body() {
    return body;
  }

  /** {@return the next message of a stream, or null at its end} */
  static HttpMessage read(InputStream in, boolean isAnswerOfHead) throws IOException {
    var head = new ByteArrayOutputStream();
    String end = "";
    while (!end.equals("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.write(b);
      end = (end + (char) b).substring(Math.max(0, end.length() - 3));
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    if (isAnswerOfHead || text.startsWith("HTTP/1.1 204") || text.startsWith("HTTP/1.1 304")) {
      return new HttpMessage(text, new byte[0]);
    }
    if (text.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      byte[] body = chunks(in);
      return new HttpMessage(text.replaceFirst("(?im)^transfer-encoding: chunked\r\n", ""), body)
          .withLength();
    }
    Matcher length = LENGTH.matcher(text);
    if (length.find()) {
      byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
      return new HttpMessage(text, body);
    }
    boolean isRequest = !text.startsWith("HTTP/");
    return new HttpMessage(text, isRequest ? new byte[0] : in.readAllBytes());
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
      if (size == 0) {
        line(in); // no trailers are sent here
        return body.toByteArray();
      }
      body.write(in.readNBytes(size));
      in.skipNBytes(CR_LF);
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("cut within a chunk");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  boolean isHead() {
    return head.startsWith("HEAD ");
  }

  boolean isDownload() {
    return head.startsWith("GET ") && head.contains("/object/");
  }

  /** {@return it with the length of its body in the head} */
  HttpMessage withLength() {
    String without = LENGTH.matcher(head).replaceAll("").replace("\r\n\n", "\r\n");
    String length = "Content-Length: " + body.length + "\r\n\r\n";
    return new HttpMessage(without.substring(0, without.length() - CR_LF) + length, body);
  }

  /** {@return it with another body of its own length} */
  HttpMessage with(byte[] otherBody) {
    return new HttpMessage(head, otherBody).withLength();
  }

  /** {@return it as the last one of its connection} */
  HttpMessage last() {
    String without = head.replaceAll("(?im)^connection:.*\r\n", "");
    return new HttpMessage(
        without.substring(0, without.length() - CR_LF) + "Connection: close\r\n\r\n", body);
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }
}
