package dev.churn.domain.port;

import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import java.time.LocalDate;

/**
 * Validates a CSV file of events before it is stored. Memory use does not grow with the size of the
 * file.
 */
@FunctionalInterface
public interface EventFileProfiler {
  /**
   * Reads a file and returns its profile, together with the options that were completed by what was
   * found in it. Most files are read once; one with unusual conventions is read again.
   *
   * @param csv text, gzip, ZIP, an Excel workbook or JSON
   * @param uploadDay the day of the upload; rows with a later day are rejected
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if the file has no valid row
   *     or lacks a column, {@code INVALID_INPUT} if the options are invalid
   */
  ProfiledFile profile(Content csv, UploadOptions options, LocalDate uploadDay, Progress progress);
}
