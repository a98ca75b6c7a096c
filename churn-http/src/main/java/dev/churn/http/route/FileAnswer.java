package dev.churn.http.route;

import dev.churn.http.network.ConnectionAbort;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends bytes that may turn out to be wrong or unreadable while they are sent. The connection is
 * then cut, so that the caller sees an incomplete answer and not a whole one.
 */
final class FileAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(FileAnswer.class);

  private FileAnswer() {}

  /** Writes the bytes of an answer. */
  @FunctionalInterface
  interface Writing {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Sends what {@code writing} writes.
   *
   * @param headers sets the headers of the file; called before the first byte is sent, so that an
   *     error does not have them
   * @throws IOException as {@code writing} does if nothing has been sent yet, so that the answer
   *     can still be an error; so do its unchecked exceptions
   */
  static void send(Context ctx, Runnable headers, Writing writing) throws IOException {
    var out = new ToCaller(ctx, headers);
    try {
      writing.writeTo(out);
      out.end();
    } catch (IOException | RuntimeException e) {
      if (out.hungUp) {
        LOG.info("The caller of {} hung up", ctx.path());
      } else if (out.begun.isPresent()) {
        LOG.warn("The answer of {} was cut off: {}", ctx.path(), e.getMessage(), e);
      } else {
        throw e;
      }
      ConnectionAbort.now(ctx.req());
    }
  }

  /** The caller's end of the connection, to which nothing is sent before there is a good deal. */
  private static final class ToCaller extends OutputStream {
    private static final int LEAST = 1 << 16;

    private final Context ctx;
    private final Runnable headers;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private Optional<OutputStream> begun = Optional.empty();
    private boolean hungUp;

    ToCaller(Context ctx, Runnable headers) {
      this.ctx = ctx;
      this.headers = headers;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (begun.isEmpty() && head.size() + length <= LEAST) {
        head.write(bytes, from, length);
        return;
      }
      end();
      send(bytes, from, length);
    }

    /** Sends what has been kept back. */
    void end() throws IOException {
      if (begun.isEmpty()) {
        headers.run();
        begun = Optional.of(ctx.outputStream());
        send(head.toByteArray(), 0, head.size());
      }
    }

    private void send(byte[] bytes, int from, int length) throws IOException {
      boolean whole = false;
      try {
        begun.orElseThrow().write(bytes, from, length);
        whole = true;
      } finally {
        hungUp |= !whole;
      }
    }
  }
}
