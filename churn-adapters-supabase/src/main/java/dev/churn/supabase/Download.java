package dev.churn.supabase;

import dev.churn.domain.storage.ObjectKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.node.MissingNode;

/**
 * The bytes of one object. If a connection breaks or stalls, another one continues at the same
 * byte, provided that the object is unchanged. Used by one thread.
 */
final class Download extends InputStream {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
  private static final long UNKNOWN = -1;

  private final Storage storage;
  private final ObjectKey key;
  private final RetryBudget patience;

  private Response response; // null between connections
  private String etag;
  private long size;
  private long position;
  private boolean closed;

  private Download(Storage storage, ObjectKey key, RetryBudget patience, Response first) {
    this.storage = storage;
    this.key = key;
    this.patience = patience;
    begin(first);
  }

  /**
   * {@return a stream of the object's bytes}
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the object does not exist
   */
  static Download begin(Storage storage, ObjectKey key) {
    String work = "reading " + key;
    RetryBudget patience = storage.patience(work);
    while (true) {
      TransientFailure fault;
      try {
        Response response = storage.download(request(storage, key).build());
        if (isFile(response)) {
          return new Download(storage, key, patience, response);
        }
        StorageResponse refusal = refusal(response);
        if (!refusal.isTransient()) {
          throw StorageErrors.of(storage.inFull(work), refusal);
        }
        fault = TransientFailure.of(refusal);
      } catch (IOException e) {
        fault = TransientFailure.of(e);
      }
      patience.pauseOrGiveUpAfter(fault);
    }
  }

  private static Request.Builder request(Storage storage, ObjectKey key) {
    return storage
        .request(storage.objectAt("object/authenticated", key))
        .header("Accept-Encoding", "identity"); // lengths and ranges must refer to the stored bytes
  }

  private static boolean isFile(Response response) {
    return response.isSuccessful()
        && Form.OBJECT.findProblem(response.headers(), MissingNode.getInstance()).isEmpty();
  }

  private static StorageResponse refusal(Response response) throws IOException {
    try (response) {
      return StorageResponse.of(response, Form.OBJECT);
    }
  }

  private void begin(Response first) {
    response = first;
    etag = first.header("ETag");
    size = first.body().contentLength();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (closed) {
      throw new IOException("reading " + key + ": the stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    while (position != size) {
      TransientFailure fault;
      try {
        if (response == null) {
          goOn();
        }
        int count = response.body().byteStream().read(buffer, offset, length);
        if (count > 0) {
          position += count;
          patience.progressed();
          return count;
        }
        if (size == UNKNOWN) {
          break; // chunked encoding: okhttp has seen the last chunk
        }
        throw new EOFException("the end after " + position + " of " + size + " bytes");
      } catch (Changed e) {
        throw e;
      } catch (IOException e) {
        fault = TransientFailure.of(e);
      }
      disconnect();
      if (!patience.pauseAfter(fault)) {
        throw gaveUp(fault);
      }
    }
    disconnect(); // the caller may take a while to close
    size = position;
    return -1;
  }

  private void goOn() throws IOException {
    if (position == 0) {
      // no byte was returned yet, so a new version can be read from its start; an empty object has
      // no ranges
      begin(accept(storage.download(request(storage, key).build())));
      return;
    }
    if (etag == null || etag.startsWith("W/")) {
      throw new Changed("the ETag does not show whether it is unchanged (%s)".formatted(etag));
    }
    // the server ignores If-Range, so the response has to be compared
    Response next =
        accept(
            storage.download(
                request(storage, key).header("Range", "bytes=" + position + "-").build()));
    try {
      String found = next.header("ETag");
      if (!etag.equals(found)) {
        throw new Changed("expected ETag %s, found %s".formatted(etag, found));
      }
      if (next.code() == 206) {
        expectRange(next.header("Content-Range"));
      } else {
        next.body().byteStream().skipNBytes(position); // a cache sent the whole object
      }
      response = next;
    } finally {
      if (response == null) {
        next.close();
      }
    }
  }

  private Response accept(Response next) throws IOException {
    if (isFile(next)) {
      return next;
    }
    StorageResponse refusal = refusal(next);
    if (refusal.isTransient()) {
      throw TransientFailure.of(refusal).asException();
    }
    throw new Changed("the storage answered " + refusal.inWords());
  }

  private void expectRange(String found) throws Changed {
    Matcher range = CONTENT_RANGE.matcher(found == null ? "" : found);
    if (!range.matches()
        || Long.parseLong(range.group(1)) != position
        || !(size == UNKNOWN || range.group(2).equals(Long.toString(size)))) {
      throw new Changed("expected bytes from %d of %d, found %s".formatted(position, size, found));
    }
  }

  private IOException gaveUp(TransientFailure last) {
    String message = "reading %s at byte %d of %d: gave up after %s";
    IOException e =
        Thread.currentThread().isInterrupted()
            ? new InterruptedIOException("reading " + key + ": interrupted")
            : new IOException(message.formatted(key, position, size, last.inWords()));
    e.initCause(last.cause());
    return e;
  }

  private void disconnect() {
    if (response != null) {
      response.close();
      response = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }

  /** The rest of the object is no longer available. */
  private final class Changed extends IOException {
    private static final long serialVersionUID = 1L;

    Changed(String how) {
      super(
          "reading %s at byte %d: cannot go on after a cut, since the object has changed or gone: %s"
              .formatted(key, position, how));
    }
  }
}
