package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

/**
 * What a queue knows about the work of a job besides its {@link JobRequest}.
 *
 * @param isShort whether the work takes seconds rather than minutes; a queue keeps a thread for
 *     such work
 * @param inputs identifies the inputs that the work reads when it starts, such as a digest of the
 *     settings; at most 100 characters, empty if the request determines them. A request with other
 *     inputs than those of the running job is new work
 */
public record Workload(boolean isShort, String inputs) {
  private static final int MAX_INPUTS = 100;
  private static final Workload LONG = new Workload(false, "");

  public Workload {
    requireNonNull(inputs, "inputs");
    if (inputs.length() > MAX_INPUTS) {
      throw new IllegalArgumentException(
          "expected inputs of at most %d characters, found %d"
              .formatted(MAX_INPUTS, inputs.length()));
    }
  }

  /** {@return the workload of a job that may take long and whose request determines its inputs} */
  public static Workload usual() {
    return LONG;
  }

  /** {@return the workload of a job whose request determines its inputs} */
  public static Workload of(boolean isShort) {
    return new Workload(isShort, "");
  }
}
