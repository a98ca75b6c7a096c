package dev.churn.http.trace;

import dev.churn.http.request.MatchedRoute;
import dev.churn.http.request.RequestLog;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Makes a span of every request, a child of the caller's if the request names one ({@code
 * traceparent}). Names and attributes are those of OpenTelemetry's conventions for HTTP servers.
 * Paths and queries may hold ids of customers, so spans have the template of the route instead.
 */
final class RequestTraces extends Handler.Wrapper {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("churn.request.id");
  private static final AttributeKey<String> ORGANIZATION =
      AttributeKey.stringKey("churn.organization.id");
  private static final AttributeKey<String> JOB = AttributeKey.stringKey("churn.job.id");
  private static final String JOBS = "/jobs/";
  private static final int SERVER_ERROR = 500;

  private final OpenTelemetry telemetry;
  private final Tracer tracer;

  RequestTraces(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer(Traces.SCOPE);
  }

  private enum Headers implements TextMapGetter<Request> {
    OF_REQUEST;

    @Override
    public String get(Request request, String name) {
      return request == null ? null : request.getHeaders().get(name);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Context caller =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), request, Headers.OF_REQUEST);
    Span span =
        tracer
            .spanBuilder(request.getMethod())
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, request.getMethod())
            .startSpan();
    request.setAttribute(RequestLog.TRACE, span.getSpanContext().getTraceId());
    Request.addCompletionListener(request, failure -> end(span, request, response, failure));
    return caller.with(span).wrap(() -> super.handle(request, response, callback)).call();
  }

  private static void end(Span span, Request request, Response response, Throwable failure) {
    MatchedRoute.of(request)
        .ifPresent(
            route -> {
              span.updateName(request.getMethod() + " " + route);
              span.setAttribute(ROUTE, route);
            });
    span.setAttribute(STATUS, (long) response.getStatus());
    set(span, REQUEST, request.getAttribute(RequestLog.ID));
    set(span, ORGANIZATION, request.getAttribute(RequestLog.ORGANIZATION));
    String location = response.getHeaders().get("Location");
    if (location != null && location.contains(JOBS)) {
      set(span, JOB, location.substring(location.lastIndexOf('/') + 1));
    }
    if (failure != null) {
      span.setAttribute(Traces.ERROR, failure.getClass().getName());
    }
    if (failure != null || response.getStatus() >= SERVER_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private static void set(Span span, AttributeKey<String> key, Object value) {
    if (value != null) {
      span.setAttribute(key, value.toString());
    }
  }
}
