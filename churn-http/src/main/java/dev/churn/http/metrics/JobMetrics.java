package dev.churn.http.metrics;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Measures the attempts of jobs on this server, and counts the jobs that end on it. */
final class JobMetrics implements JobHandler {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4)
  };

  private final JobHandler handler;
  private final Map<JobKind, Timer> attempts = new EnumMap<>(JobKind.class);
  private final Map<JobKind, Map<JobStatus, Counter>> finished = new EnumMap<>(JobKind.class);

  JobMetrics(JobHandler handler, MeterRegistry registry) {
    this.handler = handler;
    for (JobKind kind : JobKind.values()) {
      attempts.put(
          kind,
          Timer.builder("churn.job.attempt.duration")
              .tag("kind", text(kind))
              .serviceLevelObjectives(BUCKETS)
              .description("Duration of the attempts of jobs on this server")
              .register(registry));
      Map<JobStatus, Counter> ofKind = new EnumMap<>(JobStatus.class);
      for (JobStatus status : JobStatus.values()) {
        if (status.isFinished()) {
          ofKind.put(
              status,
              Counter.builder("churn.jobs.finished")
                  .tag("kind", text(kind))
                  .tag("status", text(status))
                  .description("Jobs that ended on this server")
                  .register(registry));
        }
      }
      finished.put(kind, ofKind);
    }
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void run(Job job, Progress progress) {
    attempts.get(job.request().kind()).record(() -> handler.run(job, progress));
  }

  @Override
  public void completed(Job job) {
    handler.completed(job);
    count(job, JobStatus.COMPLETED);
  }

  @Override
  public void failed(Job job, String reason) {
    handler.failed(job, reason);
    count(job, JobStatus.FAILED);
  }

  @Override
  public void canceled(Job job, String reason) {
    handler.canceled(job, reason);
    count(job, JobStatus.CANCELED);
  }

  private void count(Job job, JobStatus status) {
    finished.get(job.request().kind()).get(status).increment();
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
