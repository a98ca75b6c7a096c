package dev.churn.features.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Converts a text in an encoding of one byte for each character to UTF-8 while it is read. */
final class SingleByteText extends InputStream {
  private static final int AT_ONCE = 1 << 14;
  private static final int LONGEST = 3; // bytes of a character below U+10000

  private final InputStream in;
  private final byte[][] characters = new byte[256][];
  private final byte[] source = new byte[AT_ONCE];
  private final byte[] target = new byte[LONGEST * AT_ONCE];
  private int from;
  private int to;

  SingleByteText(InputStream in, Charset charset) {
    this.in = in;
    for (int i = 0; i < characters.length; i++) {
      String character = new String(new byte[] {(byte) i}, charset);
      characters[i] = character.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** {@return whether every byte is a character in an encoding, and ASCII is a part of it} */
  static boolean isFor(Charset charset) {
    return charset.name().startsWith("windows-125") || charset.name().startsWith("ISO-8859-");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (from == to) {
      int read = in.read(source, 0, AT_ONCE);
      if (read < 0) {
        return -1;
      }
      from = 0;
      to = convert(read);
    }
    int count = Math.min(length, to - from);
    System.arraycopy(target, from, buffer, offset, count);
    from += count;
    return count;
  }

  private int convert(int length) {
    int end = 0;
    for (int i = 0; i < length; i++) {
      byte value = source[i];
      if (value >= 0) {
        target[end++] = value;
      } else {
        for (byte part : characters[value & 0xFF]) {
          target[end++] = part;
        }
      }
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
