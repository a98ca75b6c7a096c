package dev.churn.domain.limit;

/**
 * What an organization has.
 *
 * @param storedBytes the size of its uploaded files and feature tables, in bytes
 * @param datasets the number of its uploaded files; feature tables do not count
 * @param batches the number of its batches, in any state
 * @param unfinishedJobs the number of its queued and running jobs
 */
public record Usage(long storedBytes, long datasets, long batches, long unfinishedJobs) {
  public Usage {
    if (storedBytes < 0 || datasets < 0 || batches < 0 || unfinishedJobs < 0) {
      throw new IllegalArgumentException(
          "expected 0 or more, found %d bytes, %d datasets, %d batches, %d jobs"
              .formatted(storedBytes, datasets, batches, unfinishedJobs));
    }
  }
}
