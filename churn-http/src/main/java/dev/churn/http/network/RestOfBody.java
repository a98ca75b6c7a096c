package dev.churn.http.network;

import dev.churn.http.request.BodyReading;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Discards, after the answer, what still comes of a body, within limits and without a thread that
 * waits. A client that sends its whole body before it reads would otherwise see a broken connection
 * in place of the answer.
 */
final class RestOfBody extends Callback.Nested {
  private static final long MAX_BYTES = 256L << 20;
  private static final long MAX_SECONDS = 10;

  private final Request request;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private long discarded;
  private volatile Scheduler.Task timeout;

  RestOfBody(Request request, Callback callback) {
    super(callback);
    this.request = request;
  }

  /** {@return whether nothing of the body is still to come; discards what has come unread} */
  static boolean hasCome(Request request) {
    return !awaitsContinue(request) && request.consumeAvailable();
  }

  /** {@return whether the client sends its body only when it is asked to} */
  private static boolean awaitsContinue(Request request) {
    return request.getHeaders().contains(HttpHeader.EXPECT)
        && request.getAttribute(BodyReading.BEGUN) == null;
  }

  @Override
  public void succeeded() {
    if (awaitsContinue(request) || request.consumeAvailable()) {
      super.succeeded();
      return;
    }
    timeout =
        request.getComponents().getScheduler().schedule(this::end, MAX_SECONDS, TimeUnit.SECONDS);
    discard();
  }

  private void discard() {
    while (!isOver.get()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::discard);
        return;
      }
      discarded += chunk.remaining();
      chunk.release();
      if (chunk.isLast() || Content.Chunk.isFailure(chunk) || discarded > MAX_BYTES) {
        end();
      }
    }
  }

  private void end() {
    if (isOver.compareAndSet(false, true)) {
      timeout.cancel();
      super.succeeded();
    }
  }
}
