package dev.churn.http.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller who sends a file as a form and costs next to nothing, since the system copies it. */
final class RawUpload {
  private static final String BOUNDARY = "churn-bench-boundary-51d7";

  private RawUpload() {}

  /** {@return the answer to the file's upload, which must be a success} */
  static JsonNode send(URI url, Path file) throws IOException {
    ByteBuffer before =
        text(
            "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                .formatted(BOUNDARY, file.getFileName()));
    ByteBuffer after = text("\r\n--%s--\r\n".formatted(BOUNDARY));
    try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ);
        var socket = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()))) {
      long length = before.remaining() + content.size() + after.remaining();
      write(
          socket,
          text(
              String.join(
                      "\r\n",
                      "POST %s HTTP/1.1",
                      "Host: %s",
                      "Connection: close",
                      "Content-Length: %d",
                      "Content-Type: multipart/form-data; boundary=%s",
                      "",
                      "")
                  .formatted(url.getRawPath(), url.getAuthority(), length, BOUNDARY)));
      write(socket, before);
      for (long at = 0; at < content.size(); ) {
        at += content.transferTo(at, content.size() - at, socket);
      }
      write(socket, after);
      return body(Channels.newInputStream(socket));
    }
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(SocketChannel socket, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  private static JsonNode body(InputStream in) throws IOException {
    String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new EOFException("no answer");
    }
    if (!answer.startsWith("HTTP/1.1 200")) {
      throw new IOException(answer);
    }
    return JsonMapper.shared().readTree(answer.substring(end + 4));
  }
}
