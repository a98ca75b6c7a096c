package dev.churn.features.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Converts a text to UTF-8 while it is read; what cannot be converted becomes U+FFFD. UTF-16 and
 * UTF-32 that end within a character are damaged.
 */
final class Transcoder extends InputStream {
  private static final int CHARS = 1 << 14;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder;
  private final ByteBuffer source = ByteBuffer.allocate(CHARS);
  private final CharBuffer chars = CharBuffer.allocate(CHARS);
  private final ByteBuffer target = ByteBuffer.allocate(3 * CHARS + 8);
  private final int unit; // bytes of which a character takes one or two
  private long count;
  private boolean ended;

  Transcoder(InputStream in, Charset charset) {
    this.in = in;
    this.unit =
        charset.name().startsWith("UTF-32") ? 4 : charset.name().startsWith("UTF-16") ? 2 : 1;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith("\uFFFD");
    this.encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith("\uFFFD".getBytes(StandardCharsets.UTF_8));
    source.limit(0);
    target.limit(0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!target.hasRemaining()) {
      if (ended) {
        return -1;
      }
      convert();
    }
    int given = Math.min(length, target.remaining());
    target.get(buffer, from, given);
    return given;
  }

  private void convert() throws IOException {
    source.compact();
    int read = in.read(source.array(), source.position(), source.remaining());
    source.position(source.position() + Math.max(0, read)).flip();
    ended = read < 0;
    count += Math.max(0, read);
    if (ended && count % unit != 0) {
      throw new EOFException("its %s ends within a character".formatted(decoder.charset().name()));
    }
    CoderResult decoded = decoder.decode(source, chars, ended);
    if (ended && decoded.isUnderflow()) {
      decoded = decoder.flush(chars);
    }
    ended &= decoded.isUnderflow(); // else there are more characters in the buffers
    chars.flip();
    target.clear();
    encoder.encode(chars, target, ended);
    target.flip();
    chars.compact();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
