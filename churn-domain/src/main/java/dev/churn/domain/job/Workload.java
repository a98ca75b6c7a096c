package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a queue knows about the work of a job besides its {@link JobRequest}.
 *
 * @param isShort whether the work takes seconds rather than minutes; a queue keeps a thread for
 *     such work
 * @param inputs identifies the inputs that the work reads when it starts, such as a digest of the
 *     settings; at most 100 characters, empty if the request determines them. A request with other
 *     inputs than those of the running job is new work
 * @param after an earlier job of the same organization or of its targets that must have ended, in
 *     whatever way, before this work starts; empty if there is none
 */
public record Workload(boolean isShort, String inputs, Optional<JobId> after) {
  private static final int MAX_INPUTS = 100;
  private static final Workload LONG = new Workload(false, "");

  public Workload {
    requireNonNull(inputs, "inputs");
    requireNonNull(after, "after");
    if (inputs.length() > MAX_INPUTS) {
      throw new IllegalArgumentException(
          "expected inputs of at most %d characters, found %d"
              .formatted(MAX_INPUTS, inputs.length()));
    }
  }

  /** Creates the workload of a job that waits for no particular other job. */
  public Workload(boolean isShort, String inputs) {
    this(isShort, inputs, Optional.empty());
  }

  /** {@return the workload of a job that may take long and whose request determines its inputs} */
  public static Workload usual() {
    return LONG;
  }

  /** {@return the workload of a job whose request determines its inputs} */
  public static Workload of(boolean isShort) {
    return new Workload(isShort, "");
  }

  /** {@return this workload, to be started once the given job has ended} */
  public Workload after(JobId job) {
    return new Workload(isShort, inputs, Optional.of(job));
  }
}
