package dev.churn.supabase;

import java.io.IOException;
import java.io.InputStream;

/** A request's body that ends too early, as if the connection had broken there. */
final class CutBody extends InputStream {
  private final InputStream in;
  private long left;

  CutBody(InputStream in, long left) {
    this.in = in;
    this.left = left;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      throw new Cut();
    }
    int count = in.read(buffer, offset, (int) Math.min(left, length));
    left -= Math.max(count, 0);
    return count;
  }

  /** The cut. */
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
