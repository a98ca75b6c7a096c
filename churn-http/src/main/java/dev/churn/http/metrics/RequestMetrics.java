package dev.churn.http.metrics;

import dev.churn.http.request.MatchedRoute;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EventsHandler;

/**
 * Counts and times requests by the template of their route, so that the number of series does not
 * depend on the paths that callers think of.
 */
final class RequestMetrics {
  private static final String IS_UPLOAD = "churn.upload";

  /** The label of requests that no route answers. */
  private static final String NO_ROUTE = "none";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10)
  };

  private final MeterRegistry registry;
  private final Map<Answer, Counter> answers = new ConcurrentHashMap<>();
  private final Map<Call, Timer> durations = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger uploads = new AtomicInteger();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
    FunctionCounter.builder("churn.http.received", received, LongAdder::sum)
        .baseUnit("bytes")
        .description("Bytes of request bodies")
        .register(registry);
    FunctionCounter.builder("churn.http.sent", sent, LongAdder::sum)
        .baseUnit("bytes")
        .description("Bytes of response bodies")
        .register(registry);
    Gauge.builder("churn.http.requests.in.flight", inFlight, AtomicInteger::get)
        .description("Requests that are being answered")
        .register(registry);
    Gauge.builder("churn.uploads.in.flight", uploads, AtomicInteger::get)
        .description("Uploads that are being received or looked at")
        .register(registry);
  }

  private record Call(String route, String method) {}

  private record Answer(Call call, int status) {}

  void watch(JavalinConfig config) {
    // Outermost, so that it also counts what other handlers of the container answer.
    config.jetty.modifyServer(server -> server.insertHandler(new Watch()));
  }

  /** Sees every request of the container from its first byte to the last one of its answer. */
  private final class Watch extends EventsHandler {
    @Override
    protected void onBeforeHandling(Request request) {
      inFlight.incrementAndGet();
      if (isUpload(request)) {
        request.setAttribute(IS_UPLOAD, true);
        uploads.incrementAndGet();
      }
    }

    @Override
    protected void onRequestRead(Request request, Content.Chunk chunk) {
      if (chunk != null) {
        received.add(chunk.remaining());
      }
    }

    @Override
    protected void onResponseWrite(Request request, boolean last, ByteBuffer content) {
      if (content != null) {
        sent.add(content.remaining());
      }
    }

    @Override
    protected void onComplete(Request request, int status, HttpFields headers, Throwable failure) {
      inFlight.decrementAndGet();
      if (request.getAttribute(IS_UPLOAD) != null) {
        uploads.decrementAndGet();
      }
      String route = MatchedRoute.of(request).orElse(NO_ROUTE);
      var call = new Call(route, method(request.getMethod()));
      answers.computeIfAbsent(new Answer(call, status), this::counter).increment();
      durations
          .computeIfAbsent(call, this::timer)
          .record(System.nanoTime() - request.getBeginNanoTime(), TimeUnit.NANOSECONDS);
    }

    private Counter counter(Answer answer) {
      return Counter.builder("churn.http.requests")
          .tag("route", answer.call().route())
          .tag("method", answer.call().method())
          .tag("status", Integer.toString(answer.status()))
          .description("Requests by the template of their route, method and status")
          .register(registry);
    }

    private Timer timer(Call call) {
      return Timer.builder("churn.http.request.duration")
          .tag("route", call.route())
          .tag("method", call.method())
          .serviceLevelObjectives(BUCKETS)
          .description("Time from the first byte of a request to the last one of its answer")
          .register(registry);
    }
  }

  private static boolean isUpload(Request request) {
    HttpField type = request.getHeaders().getField(HttpHeader.CONTENT_TYPE);
    return type != null
        && type.getValue() != null
        && type.getValue().toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private static String method(String method) {
    return METHODS.contains(method) ? method : "other";
  }
}
