package dev.churn.http.trace;

import dev.churn.domain.ChurnException;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.http.request.RequestLog;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.function.Function;
import org.slf4j.MDC;

/**
 * Makes a span of every attempt of a job. It begins a trace of its own, since an attempt may run
 * long after the request and on another server; the span of the request names the job.
 */
final class JobTraces implements JobHandler {
  private final JobHandler handler;
  private final Tracer tracer;
  private final Function<OrganizationId, Organization> organizations;

  /**
   * Creates a handler over another.
   *
   * @param organizations finds the target of a job
   */
  JobTraces(
      JobHandler handler, Tracer tracer, Function<OrganizationId, Organization> organizations) {
    this.handler = handler;
    this.tracer = tracer;
    this.organizations = organizations;
  }

  @Override
  public void run(Job job, Progress progress) {
    String kind = job.request().kind().name().toLowerCase(Locale.ROOT);
    Span span =
        tracer
            .spanBuilder("job " + kind)
            .setNoParent()
            .setAttribute("churn.job.id", job.id().toString())
            .setAttribute("churn.job.kind", kind)
            .setAttribute("churn.job.attempt", job.attempt())
            .startSpan();
    describe(span, job.request().organizationId());
    MDC.put(RequestLog.TRACE, span.getSpanContext().getTraceId());
    try {
      Context.current().with(span).wrap(() -> handler.run(job, progress)).run();
    } catch (RuntimeException | Error e) {
      span.setAttribute(Traces.ERROR, e.getClass().getName());
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      MDC.remove(RequestLog.TRACE);
      span.end();
    }
  }

  /** Names the organization of a target, as spans of requests do, and the target. */
  private void describe(Span span, OrganizationId id) {
    OrganizationId owner = id;
    if (id.isTarget()) {
      try {
        Organization target = organizations.apply(id);
        owner = target.owner();
        span.setAttribute("churn.target", target.name());
      } catch (ChurnException e) {
        owner = id; // the job itself says what is wrong
      }
    }
    span.setAttribute("churn.organization.id", owner.toString());
  }

  @Override
  public void completed(Job job) {
    handler.completed(job);
  }

  @Override
  public void failed(Job job, String reason) {
    handler.failed(job, reason);
  }

  @Override
  public void canceled(Job job, String reason) {
    handler.canceled(job, reason);
  }

  @Override
  public boolean isDone(Job job) {
    return handler.isDone(job);
  }

  @Override
  public void discard(Job job) {
    handler.discard(job);
  }
}
