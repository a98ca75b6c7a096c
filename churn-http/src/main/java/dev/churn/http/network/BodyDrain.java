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
final class BodyDrain extends Callback.Nested {
  private static final long MAX_BYTES = 256L << 20;
  private static final long MAX_SECONDS = 10;

  /** How many pieces of a body that have come are discarded before an answer, at most. */
  private static final int MAX_PIECES = 16;

  private final Request request;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private long discarded;
  private volatile Scheduler.Task timeout;

  BodyDrain(Request request, Callback callback) {
    super(callback);
    this.request = request;
  }

  /** {@return whether nothing of the body is still to come; discards what has come unread} */
  static boolean hasCome(Request request) {
    return !awaitsContinue(request) && isAtEnd(request);
  }

  /**
   * {@return whether the body has come to its end} Jetty's own {@link Request#consumeAvailable}
   * makes all later reading fail where it has not.
   */
  private static boolean isAtEnd(Request request) {
    for (int i = 0; i < MAX_PIECES; i++) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        return false;
      }
      chunk.release();
      if (chunk.isLast()) {
        return !Content.Chunk.isFailure(chunk);
      }
    }
    return false;
  }

  /** {@return a request whose body can be read on after it was found not to have come whole} */
  static Request watched(Request request) {
    return new Request.Wrapper(request) {
      @Override
      public boolean consumeAvailable() {
        return isAtEnd(getWrapped());
      }
    };
  }

  /** {@return whether the client sends its body only when it is asked to} */
  private static boolean awaitsContinue(Request request) {
    return request.getHeaders().contains(HttpHeader.EXPECT)
        && request.getAttribute(BodyReading.BEGUN) == null;
  }

  @Override
  public void succeeded() {
    if (awaitsContinue(request) || isAtEnd(request)) {
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
