package dev.churn.features.source;

import dev.churn.domain.storage.Content;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stored bytes of a file. Remembers how far they were read and whether the storage failed, so
 * that a damaged file can be told from storage that cannot be reached.
 */
final class StoredBytes implements Closeable {
  private final Content content;
  private final long size;
  private final List<InputStream> opened = new ArrayList<>();
  private volatile long position;
  private volatile IOException failure;

  StoredBytes(Content content) throws IOException {
    this.content = content;
    this.size = content.size();
  }

  /** {@return a stream of all bytes, from the first one} It is closed with this. */
  InputStream open() throws IOException {
    var stream = new Counting(content.open());
    opened.add(stream);
    return stream;
  }

  long size() {
    return size;
  }

  Content content() {
    return content;
  }

  /** {@return how many bytes of the latest stream were read} */
  long position() {
    return position;
  }

  /** {@return the position of the latest stream as a fraction of the size, 0 to 1} */
  double fraction() {
    return size <= 0 ? 0 : Math.min(1, (double) position / size);
  }

  /** {@return the error of the storage, if there was one} */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() throws IOException {
    for (InputStream stream : opened) {
      stream.close();
    }
  }

  private final class Counting extends InputStream {
    private final InputStream in;
    private long count;

    Counting(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      try {
        int read = in.read(buffer, from, length);
        count += Math.max(0, read);
        position = count;
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
