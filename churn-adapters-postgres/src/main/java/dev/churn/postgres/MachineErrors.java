package dev.churn.postgres;

import java.util.Optional;

/** Puts the errors of the Java virtual machine into words, such as an exhausted memory. */
final class MachineErrors {
  private static final long MIB = 1 << 20;

  private MachineErrors() {}

  /** {@return the error of the virtual machine that caused a failure} */
  static Optional<VirtualMachineError> find(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VirtualMachineError error) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return what happened to a job and what to do about it}
   *
   * @param heapBytes the largest size of the heap
   */
  static String describe(VirtualMachineError error, long heapBytes) {
    if (error instanceof OutOfMemoryError) {
      return "The job needed more memory than the server's heap of %d MiB; start the server with"
              .formatted(heapBytes / MIB)
          + " -Xmx%dm or more, or use a smaller file".formatted(2 * heapBytes / MIB);
    }
    if (error instanceof StackOverflowError) {
      return "The job needed more stack than a thread of the server has; start the server with a"
          + " larger one, such as -Xss4m";
    }
    return "The Java virtual machine failed (%s); the server's log says more"
        .formatted(error.getClass().getSimpleName());
  }
}
