package dev.churn.domain.limit;

/**
 * The most that a server and each of its organizations may have.
 *
 * @param organizations the number of organizations
 * @param datasets the number of uploaded files of an organization; feature tables do not count
 * @param batches the number of batches of an organization
 * @param storedBytes the size of an organization's uploaded files and feature tables, in bytes
 * @param unfinishedJobs the number of queued and running jobs of an organization
 */
public record Quotas(
    long organizations, long datasets, long batches, long storedBytes, long unfinishedJobs) {
  public Quotas {
    if (organizations < 1 || datasets < 1 || batches < 1 || storedBytes < 1 || unfinishedJobs < 1) {
      throw new IllegalArgumentException(
          "expected 1 or more of each, found %d organizations, %d datasets, %d batches, %d bytes, %d jobs"
              .formatted(organizations, datasets, batches, storedBytes, unfinishedJobs));
    }
  }

  /** {@return quotas that nothing reaches} */
  public static Quotas unlimited() {
    return new Quotas(
        Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  }
}
