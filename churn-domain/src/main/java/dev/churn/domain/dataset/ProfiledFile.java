package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

/**
 * A file that was read once.
 *
 * @param options those that the user gave, completed by what was found in the whole file; they
 *     determine how the file is read from now on
 */
public record ProfiledFile(CsvProfile profile, UploadOptions options) {
  public ProfiledFile {
    requireNonNull(profile, "profile");
    requireNonNull(options, "options");
  }
}
