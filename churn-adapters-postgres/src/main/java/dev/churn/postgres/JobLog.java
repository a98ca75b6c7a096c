package dev.churn.postgres;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Joins the log lines of requests and jobs. A line says which request submitted which job, and all
 * lines of a job carry its id, its organization and, on the server that took the request, the id of
 * the request. Safe for use by several threads.
 */
final class JobLog {
  private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);

  private static final String REQUEST = "request_id";
  private static final String JOB = "job_id";
  private static final String ORGANIZATION = "org";

  /** The number of jobs whose requests are remembered. */
  private static final int REMEMBERED = 10_000;

  private final Map<JobId, String> requests =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Tells that the request, or the job, of this thread has submitted a job. */
  void submitted(Job job) {
    String request = MDC.get(REQUEST);
    if (request != null) {
      synchronized (requests) {
        requests.put(job.id(), request);
      }
    }
    LOG.atInfo()
        .addKeyValue("submitted_job", job.id().toString())
        .addKeyValue("kind", kind(job))
        .addKeyValue("submitted_org", job.request().organizationId().toString())
        .log("job submitted");
  }

  /** Adds the job to all log lines of this thread until the attempt ends. */
  Attempt begin(Job job) {
    MDC.put(JOB, job.id().toString());
    MDC.put(ORGANIZATION, job.request().organizationId().toString());
    String request;
    synchronized (requests) {
      request = requests.get(job.id());
    }
    if (request != null) {
      MDC.put(REQUEST, request);
    }
    return new Attempt(job, System.nanoTime());
  }

  private static String kind(Job job) {
    return job.request().kind().name().toLowerCase(Locale.ROOT);
  }

  /** An attempt of a job on this thread. */
  record Attempt(Job job, long begunNanos) {
    /** Writes a line about the attempt, the last one that carries the job. */
    void end() {
      LOG.atInfo()
          .addKeyValue("kind", kind(job))
          .addKeyValue("ms", (System.nanoTime() - begunNanos) / 1_000_000)
          .log("job attempt");
      MDC.remove(JOB);
      MDC.remove(ORGANIZATION);
      MDC.remove(REQUEST);
    }
  }
}
