package dev.churn.domain.integrity;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.Locale;

/** The bytes of one object, counted and digested while they are read. Used by one thread. */
final class CheckedStream extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final CheckedObject expected;
  private final MessageDigest digest = Digests.sha256();
  private long count;
  private boolean done;
  private boolean broken; // by the storage
  private boolean closed;
  private String difference; // null while none was found

  CheckedStream(InputStream in, CheckedObject expected) {
    this.in = in;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (difference != null) {
      throw differing(); // also if a reader took the first one for the end of a damaged file
    }
    if (length == 0) {
      return 0;
    }
    int read = next(buffer, from, length);
    if (read < 0) {
      end();
      return -1;
    }
    count += read;
    if (expected.sha256().isPresent()) {
      digest.update(buffer, from, read);
    }
    if (expected.length().isPresent() && count >= expected.length().getAsLong()) {
      // before the last bytes leave, so that nobody has all of a wrong content
      if (count > expected.length().getAsLong() || next(new byte[1], 0, 1) >= 0) {
        throw differs("more bytes");
      }
      end();
    }
    return read;
  }

  private int next(byte[] buffer, int from, int length) throws IOException {
    boolean whole = false;
    try {
      int read = in.read(buffer, from, length);
      whole = true;
      return read;
    } finally {
      broken = !whole;
    }
  }

  private void end() {
    if (done) {
      return;
    }
    boolean isLong = expected.length().isEmpty() || count == expected.length().getAsLong();
    String found = expected.sha256().isPresent() ? Digests.hex(digest) : "";
    if (!isLong || !expected.sha256().orElse("").equals(found)) {
      throw differs(inWords(count, found));
    }
    done = true;
  }

  private ChurnException differs(String found) {
    difference =
        "%s: expected %s, found %s: the stored file was changed or damaged; %s"
            .formatted(
                expected.key(),
                expected.length().isPresent()
                    ? inWords(expected.length().getAsLong(), expected.sha256().orElse(""))
                    : "SHA-256 " + expected.sha256().orElse("unknown"),
                found,
                ObjectName.of(expected.key())
                    .map(name -> name.kind().remedy())
                    .orElse("store it again"));
    return differing();
  }

  /** Creates an exception for every throw, since one must not be suppressed by itself. */
  private ChurnException differing() {
    return new ChurnException(ErrorCode.UNAVAILABLE, difference);
  }

  private static String inWords(long bytes, String sha256) {
    String size = String.format(Locale.ROOT, "%,d bytes", bytes);
    return sha256.isEmpty() ? size : size + " with SHA-256 " + sha256;
  }

  /** {@return whether the bytes differed from the expected ones} */
  boolean hasDiffered() {
    return difference != null;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  /**
   * Reads the rest, so that bytes that were read are never left unchecked. Closing again has no
   * other effect than to tell again that the bytes differ.
   */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (in) {
        readRest();
      }
    }
    if (difference != null) {
      throw differing();
    }
  }

  private void readRest() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (count > 0 && !done && !broken && difference == null) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException(expected.key() + " was not read to its end");
      }
      if (read(buffer) < 0) {
        return;
      }
    }
  }

  /** Closes it without the check, for readers that use nothing of what they read. */
  void giveUp() throws IOException {
    closed = true;
    in.close();
  }
}
