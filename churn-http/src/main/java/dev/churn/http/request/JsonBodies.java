package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.http.settings.NetworkSettings;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for JSON bodies, and for those that there should not be, without a thread, so that bodies
 * which come slowly, or not at all, keep nobody else from being served. Safe for use by several
 * threads.
 */
public final class JsonBodies {
  /** What part of the memory all bodies that are still coming may take. */
  private static final int PART_OF_MEMORY = 8;

  private final NetworkSettings settings;
  private final AtomicLong waiting = new AtomicLong();
  private final long mostWaiting;

  public JsonBodies(NetworkSettings settings) {
    this.settings = settings;
    this.mostWaiting = Runtime.getRuntime().maxMemory() / PART_OF_MEMORY;
  }

  /** Runs the handler of a route, when the JSON body of its request has come whole. */
  public void whenRead(Context ctx, Handler handler) throws Exception {
    if (!BodyReading.isJson(ctx) || isHere(ctx, BodyReading.MAX_JSON_BYTES)) {
      handler.handle(ctx);
    } else {
      ctx.future(() -> read(ctx, handler));
    }
  }

  /**
   * Runs the handler of a route that refuses a body, when the body of its request, of whatever
   * type, has come whole or is known to be one.
   */
  public void whenKnownToBeNone(Context ctx, Handler handler) throws Exception {
    if (isHere(ctx, BodyReading.MAX_NOTHING_BYTES)) {
      handler.handle(ctx);
    } else {
      ctx.future(() -> read(ctx, handler));
    }
  }

  /** {@return whether reading the body waits for nobody, or the headers already refuse it} */
  private static boolean isHere(Context ctx, int mostBytes) throws IOException {
    long length = ctx.req().getContentLengthLong();
    return BodyReading.hasNone(ctx)
        || length > mostBytes
        || (length > 0 && BodyReading.open(ctx).available() >= length);
  }

  private CompletableFuture<Void> read(Context ctx, Handler handler) {
    var handled = new CompletableFuture<Void>();
    AsyncContext async = ctx.req().getAsyncContext();
    try {
      var body = new ArrivingBody(BodyReading.open(ctx), this::take);
      CompletableFuture<byte[]> unused =
          body.whole()
              .orTimeout(settings.jsonTime().toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (bytes, failure) -> {
                    waiting.addAndGet(-body.stop());
                    if (failure instanceof TimeoutException) {
                      // this thread is the timer of everybody
                      async.start(() -> handled.completeExceptionally(tooSlow()));
                    } else if (failure != null) {
                      handled.completeExceptionally(failure);
                    } else {
                      handle(ctx, bytes, handler, handled);
                    }
                  });
      body.begin();
    } catch (IOException e) {
      handled.completeExceptionally(e);
    }
    return handled;
  }

  private static void handle(
      Context ctx, byte[] bytes, Handler handler, CompletableFuture<Void> handled) {
    try {
      BodyReading.keep(ctx, bytes);
      RequestLog.resume(ctx);
      handler.handle(ctx);
      handled.complete(null);
    } catch (Exception e) {
      handled.completeExceptionally(new CompletionException(e));
    }
  }

  private void take(int bytes) {
    if (waiting.addAndGet(bytes) > mostWaiting) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE, "The server is receiving the bodies of too many requests now");
    }
  }

  private SlowBodyException tooSlow() {
    return new SlowBodyException(
        "The body: expected all of it within %d seconds (JSON_BODY_SECONDS)"
            .formatted(settings.jsonTime().toSeconds()));
  }
}
