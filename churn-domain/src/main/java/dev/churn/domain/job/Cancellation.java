package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.Requester;
import java.time.Instant;
import java.util.Optional;

/**
 * A request to end a job before its work is done.
 *
 * @param requestedAt when it was made; of several requests, the first
 * @param by who made it, where that is known
 */
public record Cancellation(Instant requestedAt, Optional<Requester> by) {
  public Cancellation {
    requireNonNull(requestedAt, "requestedAt");
    requireNonNull(by, "by");
  }

  /** {@return why the job ended, for people: "Canceled by alice", or "Canceled"} */
  public String reason() {
    return by.map(requester -> "Canceled by " + requester.name()).orElse("Canceled");
  }
}
