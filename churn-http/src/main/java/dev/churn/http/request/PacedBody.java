package dev.churn.http.request;

import dev.churn.http.settings.NetworkSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that fails when it comes more slowly than the settings allow. Only the time spent on
 * waiting for bytes counts, not that of those who read.
 */
final class PacedBody extends FilterInputStream {
  private static final double NANOS = 1e9;

  private final NetworkSettings settings;
  private long waited;
  private long received;

  PacedBody(InputStream body, NetworkSettings settings) {
    super(body);
    this.settings = settings;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long start = System.nanoTime();
    int read = in.read(bytes, offset, length);
    waited += System.nanoTime() - start;
    if (read > 0) {
      received += read;
      requirePace();
    }
    return read;
  }

  private void requirePace() throws SlowBodyException {
    if (waited > settings.grace().toNanos()
        && received < settings.minBytesPerSecond() * (waited / NANOS)) {
      throw new SlowBodyException(
          "The body: expected %d bytes per second at least, found %.0f in %.0f seconds"
              .formatted(settings.minBytesPerSecond(), received / (waited / NANOS), waited / NANOS));
    }
  }
}
