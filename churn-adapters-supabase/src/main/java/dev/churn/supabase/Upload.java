package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * An upload of one object. It reads the content from the first byte to the last, only once if
 * nothing fails. Used by one thread.
 */
final class Upload implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final ObjectKey key;
  private final Content content;
  private final MediaType contentType;
  private final long size;

  private InputStream stream;
  private long position;
  private String md5;

  Upload(ObjectKey key, Content content, String contentType) {
    this.key = key;
    this.content = content;
    this.contentType = MediaType.get(contentType);
    try {
      size = content.size();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  ObjectKey key() {
    return key;
  }

  long size() {
    return size;
  }

  MediaType contentType() {
    return contentType;
  }

  /**
   * {@return the bytes {@code [offset, offset + length)} as a request body of known length; a
   * chunked body would bypass the storage's size limit} It can be sent once.
   *
   * <p>Sending it throws ChurnException if the content itself fails.
   */
  RequestBody body(long offset, long length, MediaType type) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return type;
      }

      @Override
      public long contentLength() {
        return length;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        send(offset, length, sink);
      }
    };
  }

  private void send(long offset, long length, BufferedSink sink) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int count = read(offset + length - left, buffer, (int) Math.min(left, BUFFER));
      left -= count;
      if (left == 0 && position == size) {
        // before the last bytes are sent, so that the storage never has a whole object with wrong
        // content
        expectEnd();
      }
      sink.write(buffer, 0, count);
    }
  }

  private int read(long offset, byte[] buffer, int length) {
    try {
      if (stream == null || position != offset) {
        close();
        stream = content.open();
        stream.skipNBytes(offset);
        position = offset;
      }
      int count = stream.read(buffer, 0, length);
      if (count < 0) {
        throw new EOFException();
      }
      position += count;
      return count;
    } catch (EOFException e) {
      throw new ChurnException(
          ErrorCode.CORRUPT,
          "content of %s: expected %d bytes, found the end after %d at most"
              .formatted(key, size, Math.max(position, offset)),
          e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void expectEnd() {
    try {
      if (stream.read() >= 0) {
        throw new ChurnException(
            ErrorCode.CORRUPT, "content of %s: expected %d bytes, found more".formatted(key, size));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * {@return whether the stored object is this content, as far as can be determined}
   *
   * @param before the stored object before the first byte was sent
   */
  boolean isStoredAs(ObjectInfo now, Optional<ObjectInfo> before) {
    if (now.size() != size) {
      return false;
    }
    if (now.mayHaveMd5()) {
      return now.etag().equals(md5());
    }
    return before.isEmpty() || !before.get().version().equals(now.version());
  }

  private String md5() {
    if (md5 == null) {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = content.open()) {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
        md5 = HexFormat.of().formatHex(digest.digest());
      } catch (IOException e) {
        throw unreadable(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has MD5", e);
      }
    }
    return md5;
  }

  private ChurnException unreadable(IOException e) {
    return new ChurnException(
        ErrorCode.UNAVAILABLE, "content of " + key + " cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // the whole content has been read
      } finally {
        stream = null;
      }
    }
  }
}
