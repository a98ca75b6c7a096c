package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.Requester;
import java.time.Instant;
import java.util.Optional;

/**
 * A request to cancel a job.
 *
 * @param requestedAt the time of the first request
 * @param by the requester, if known
 */
public record Cancellation(Instant requestedAt, Optional<Requester> by) {
  public Cancellation {
    requireNonNull(requestedAt, "requestedAt");
    requireNonNull(by, "by");
  }

  /** {@return the reason why the job ended, for display: "Canceled by alice", or "Canceled"} */
  public String reason() {
    return by.map(requester -> "Canceled by " + requester.name()).orElse("Canceled");
  }
}
