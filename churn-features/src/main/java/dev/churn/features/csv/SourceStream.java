package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/**
 * The text of a plain or gzip file. It distinguishes a corrupt file from storage that cannot be
 * reached.
 */
final class SourceStream implements AutoCloseable {
  private static final int GZIP_BUFFER = 1 << 16;

  private final Counting source;
  private final InputStream text;
  private final long size;

  private SourceStream(Counting source, InputStream text, long size) {
    this.source = source;
    this.text = text;
    this.size = size;
  }

  /**
   * {@return the text of {@code content}}
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the content cannot be read, {@link
   *     ErrorCode#UNPROCESSABLE} if it is corrupt gzip
   */
  static SourceStream open(Content content) {
    Counting source;
    long size;
    try {
      size = content.size();
      source = new Counting(content.open());
    } catch (IOException e) {
      throw unreadable(e);
    }
    try {
      var peekable = new PushbackInputStream(source, 2);
      byte[] magic = peekable.readNBytes(2);
      peekable.unread(magic);
      boolean gzip = magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
      InputStream text = gzip ? new GZIPInputStream(peekable, GZIP_BUFFER) : peekable;
      return new SourceStream(source, text, size);
    } catch (IOException e) {
      ChurnException problem = problem(source, e);
      try (source) {
        throw problem;
      } catch (IOException notClosed) {
        problem.addSuppressed(notClosed);
        throw problem;
      }
    }
  }

  /**
   * {@return the number of bytes read into the buffer; less than {@code length} only at the end}
   */
  int read(byte[] buffer, int from, int length) {
    try {
      int count = text.readNBytes(buffer, from, length);
      if (source.failure != null) { // gzip treats an error after its trailer as the end of the file
        throw source.failure;
      }
      return count;
    } catch (IOException e) {
      throw problem(source, e);
    }
  }

  /** {@return the fraction of the file that has been read, 0 to 1} */
  double fraction() {
    return size <= 0 ? 0 : Math.min(1, (double) source.count / size);
  }

  @Override
  public void close() {
    try {
      text.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static ChurnException problem(Counting source, IOException e) {
    return source.failure != null
        ? unreadable(source.failure)
        : new ChurnException(
            ErrorCode.UNPROCESSABLE,
            "Expected a whole gzip file, found a damaged or truncated one: " + e.getMessage(),
            e);
  }

  private static ChurnException unreadable(IOException e) {
    return new ChurnException(
        ErrorCode.UNAVAILABLE, "The file cannot be read now: " + e.getMessage(), e);
  }

  /** Counts the bytes it reads and remembers the error of the underlying stream. */
  private static final class Counting extends InputStream {
    private final InputStream in;
    private long count;
    private IOException failure;

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
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    /** Never returns 0, because gzip would then end at the first member of a file with several. */
    @Override
    public int available() {
      return 1;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
