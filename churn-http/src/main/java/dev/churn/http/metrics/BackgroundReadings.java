package dev.churn.http.metrics;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.UnfinishedJobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Reads at intervals, on a thread of its own, what needs the database. A scrape shows the latest
 * readings and when they were made, and nothing before the first one; it never waits for one.
 */
final class BackgroundReadings implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Quality is read for every organization, and changes with the jobs that judge predictions. */
  private static final int READINGS_PER_QUALITY = 30;

  private static final Duration LAST_WAIT = Duration.ofSeconds(2);

  private final Churn churn;
  private final QualityMetrics quality;
  private final Thread thread;
  private volatile Optional<Work> work = Optional.empty();

  BackgroundReadings(Churn churn, MeterRegistry registry, boolean byOrganization) {
    this.churn = churn;
    this.quality = new QualityMetrics(churn.quality(), registry, byOrganization);
    this.thread = new Thread(this::read, "metrics-readings");
    this.thread.setDaemon(true);
    bind(registry);
  }

  /** Unfinished work of all servers, as it was at a time. */
  private record Work(List<UnfinishedJobs> jobs, long removals, Instant at) {
    long jobs(JobKind kind, JobStatus status) {
      return jobs.stream()
          .filter(found -> found.kind() == kind && found.status() == status)
          .mapToLong(UnfinishedJobs::jobs)
          .sum();
    }

    double oldestWaitingSeconds() {
      return jobs.stream()
          .filter(found -> found.status() == JobStatus.QUEUED)
          .map(UnfinishedJobs::oldest)
          .mapToDouble(oldest -> Math.max(0, Duration.between(oldest, at).toMillis() / 1e3))
          .max()
          .orElse(0);
    }
  }

  private void bind(MeterRegistry registry) {
    for (JobKind kind : JobKind.values()) {
      for (JobStatus status : List.of(JobStatus.QUEUED, JobStatus.RUNNING)) {
        Gauge.builder(
                "churn.jobs.unfinished",
                () -> work.map(read -> (double) read.jobs(kind, status)).orElse(Double.NaN))
            .tag("kind", JobMetrics.text(kind))
            .tag("status", JobMetrics.text(status))
            .description("Jobs that wait or run, on all servers")
            .register(registry);
      }
    }
    Gauge.builder(
            "churn.jobs.oldest.waiting",
            () -> work.map(Work::oldestWaitingSeconds).orElse(Double.NaN))
        .baseUnit("seconds")
        .description("How long the oldest waiting job waits; 0 if none does")
        .register(registry);
    Gauge.builder(
            "churn.removals.waiting",
            () -> work.map(read -> (double) read.removals()).orElse(Double.NaN))
        .description("Stored objects and organizations that are still to be removed")
        .register(registry);
    Gauge.builder(
            "churn.jobs.read.timestamp",
            () -> work.map(read -> read.at().toEpochMilli() / 1e3).orElse(Double.NaN))
        .baseUnit("seconds")
        .description("When jobs and removals were read from the database, in Unix time")
        .register(registry);
  }

  void begin() {
    thread.start();
  }

  private void read() {
    for (long reading = 0; !Thread.currentThread().isInterrupted(); reading++) {
      readWork();
      if (reading % READINGS_PER_QUALITY == 0) {
        readQuality();
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        return; // closed
      }
    }
  }

  private void readWork() {
    try {
      work =
          Optional.of(new Work(churn.jobs().unfinished(), churn.removals().count(), Instant.now()));
    } catch (RuntimeException | Error e) { // an exhausted memory elsewhere must not end the loop
      unread("Jobs", e);
    }
  }

  private void readQuality() {
    try {
      quality.read();
    } catch (RuntimeException | Error e) {
      unread("Quality", e);
    }
  }

  /** At level debug, since the timestamp of the last reading tells. */
  private static void unread(String what, Throwable failure) {
    LoggerFactory.getLogger(BackgroundReadings.class)
        .debug("{} could not be read for the metrics", what, failure);
  }

  /** Ends the readings; closing again does nothing. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LAST_WAIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
