package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

/**
 * A file that was read once.
 *
 * @param options those that the user gave, completed by what was found in the whole file; they
 *     determine how the file is read from now on
 * @param columns the columns that the options name or that were found by their names
 */
public record ProfiledFile(CsvProfile profile, UploadOptions options, FileColumns columns) {
  public ProfiledFile {
    requireNonNull(profile, "profile");
    requireNonNull(options, "options");
    requireNonNull(columns, "columns");
  }

  /** Creates a file of whose columns nothing is known. */
  public ProfiledFile(CsvProfile profile, UploadOptions options) {
    this(profile, options, FileColumns.unknown());
  }
}
