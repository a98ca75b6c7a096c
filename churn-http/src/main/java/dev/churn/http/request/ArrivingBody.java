package dev.churn.http.request;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** Collects a JSON body as it comes. The container calls it when bytes are there. */
final class ArrivingBody implements ReadListener {
  private static final int STEP = 1 << 13;

  private final ServletInputStream in;
  private final IntConsumer budget;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean isStopped;

  /**
   * @param budget is told of bytes before they are kept, and throws if there is no room for them
   */
  ArrivingBody(ServletInputStream in, IntConsumer budget) {
    this.in = in;
    this.budget = budget;
  }

  /** {@return the body when it has come; fails when it cannot come or is too large} */
  CompletableFuture<byte[]> whole() {
    return whole;
  }

  void begin() {
    in.setReadListener(this);
  }

  /** Reads no more; {@return how many bytes had come}. */
  synchronized int stop() {
    int size = bytes.size();
    isStopped = true;
    bytes = new ByteArrayOutputStream(0);
    return size;
  }

  @Override
  public void onDataAvailable() throws IOException {
    try {
      if (!readAvailable()) {
        whole.completeExceptionally(BodyReading.tooLarge("more"));
      }
    } catch (RuntimeException e) {
      whole.completeExceptionally(e);
    }
  }

  /** {@return false if the body is too large} */
  private synchronized boolean readAvailable() throws IOException {
    byte[] step = new byte[STEP];
    while (!isStopped && in.isReady()) {
      int read = in.read(step);
      if (read < 0) {
        return true;
      }
      budget.accept(read);
      bytes.write(step, 0, read);
      if (bytes.size() > BodyReading.MAX_JSON_BYTES) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void onAllDataRead() {
    byte[] all;
    synchronized (this) {
      all = bytes.toByteArray();
    }
    whole.complete(all);
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }
}
