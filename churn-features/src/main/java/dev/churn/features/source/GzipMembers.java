package dev.churn.features.source;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The text of a gzip file, which may have several members one after the other (RFC 1952). Unlike
 * {@link java.util.zip.GZIPInputStream}, it never takes something else behind a member for the end
 * of the file: that is damage, unless it is zeros, with which tapes are filled up. Used by one
 * thread.
 */
final class GzipMembers extends FilterInputStream {
  private static final int DEFLATED = 8;
  private static final int HAS_HEADER_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xE0;
  private static final int MAX_TEXT = 1 << 16; // of a name or a comment

  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private final byte[] buffer;
  private int from;
  private int to;
  private boolean ended;

  /**
   * Reads the head of the first member.
   *
   * @param bufferSize number of packed bytes that are read at once
   */
  GzipMembers(InputStream in, int bufferSize) throws IOException {
    super(in);
    this.buffer = new byte[bufferSize];
    boolean opened = false;
    try {
      readHead(next());
      opened = true;
    } finally {
      if (!opened) {
        inflater.end();
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflated(target, offset, length);
      if (count > 0) {
        sum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        from = to - inflater.getRemaining();
        readTrailer();
        readNextHead();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("it needs a dictionary");
      } else if (from == to && !fill()) {
        throw truncated();
      } else {
        inflater.setInput(buffer, from, to - from);
        from = to;
      }
    }
    return -1;
  }

  private int inflated(byte[] target, int offset, int length) throws IOException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage() == null ? "invalid packed bytes" : e.getMessage());
    }
  }

  private void readTrailer() throws IOException {
    if (number() != sum.getValue()) {
      throw new ZipException("the checksum differs");
    }
    if (number() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw new ZipException("the length differs");
    }
  }

  /** Goes to the next member, or to the end behind zeros. */
  private void readNextHead() throws IOException {
    boolean zeros = false;
    int first = nextOrEnd();
    while (first == 0) {
      zeros = true;
      first = nextOrEnd();
    }
    if (first < 0) {
      ended = true;
      return;
    }
    if (zeros) {
      throw new ZipException("something else than zeros follows zeros");
    }
    inflater.reset();
    sum.reset();
    readHead(first);
  }

  private void readHead(int first) throws IOException {
    var head = new CRC32();
    if (first != 0x1F || next() != 0x8B) {
      throw new ZipException("something else than gzip follows");
    }
    int method = next();
    int flags = next();
    if (method != DEFLATED || (flags & RESERVED) != 0) {
      throw new ZipException("an unknown kind of gzip");
    }
    for (int b : new int[] {first, 0x8B, method, flags}) {
      head.update(b);
    }
    skip(6, head); // time, level and system
    if ((flags & HAS_EXTRA) != 0) {
      int low = next();
      int high = next();
      head.update(low);
      head.update(high);
      skip(high << 8 | low, head);
    }
    if ((flags & HAS_NAME) != 0) {
      skipText(head);
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText(head);
    }
    if ((flags & HAS_HEADER_CRC) != 0
        && (next() | next() << 8) != (int) (head.getValue() & 0xFFFF)) {
      throw new ZipException("the checksum of a header differs");
    }
  }

  private void skip(int count, CRC32 head) throws IOException {
    for (int i = 0; i < count; i++) {
      head.update(next());
    }
  }

  private void skipText(CRC32 head) throws IOException {
    int last;
    int length = 0;
    do {
      last = next();
      head.update(last);
      if (++length > MAX_TEXT) {
        throw new ZipException("a name of more than 64 KiB");
      }
    } while (last != 0);
  }

  private long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      number |= (long) next() << shift;
    }
    return number;
  }

  private int next() throws IOException {
    int next = nextOrEnd();
    if (next < 0) {
      throw truncated();
    }
    return next;
  }

  private static EOFException truncated() {
    return new EOFException("it ends too early");
  }

  private int nextOrEnd() throws IOException {
    return from < to || fill() ? buffer[from++] & 0xFF : -1;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }

  /** Never skips without reading, so that damage is found. */
  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(1 << 12, Math.max(0, count))];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public int available() {
    return ended ? 0 : 1;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    inflater.end();
    in.close();
  }
}
