package dev.churn.features.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * Bytes that can be looked at and then read from the start, more than once if need be. What was
 * looked at is not read again by the first reader.
 */
final class Layer {
  /** The number of bytes from which a file is judged. */
  static final int HEAD = 1 << 20;

  private final Opening opening;
  private PushbackInputStream peeked;

  Layer(Opening opening) {
    this.opening = opening;
  }

  /** Opens a stream at the first byte. */
  @FunctionalInterface
  interface Opening {
    InputStream open() throws IOException;
  }

  /** {@return the first bytes, fewer than {@code length} only if there are no more} */
  byte[] head(int length) throws IOException {
    if (peeked == null) {
      peeked = new PushbackInputStream(opening.open(), HEAD);
    }
    byte[] head = peeked.readNBytes(Math.min(length, HEAD));
    peeked.unread(head);
    return head;
  }

  InputStream open() throws IOException {
    if (peeked != null) {
      InputStream first = peeked;
      peeked = null;
      return first;
    }
    return opening.open();
  }
}
