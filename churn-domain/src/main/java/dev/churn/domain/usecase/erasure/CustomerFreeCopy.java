package dev.churn.domain.usecase.erasure;

import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Content;
import dev.churn.domain.usecase.dataset.StoredContent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Copies uploaded files without the rows of a customer. A copy is CSV text in UTF-8, whatever the
 * file was.
 */
final class CustomerFreeCopy {
  private final ObjectStore objects;
  private final EventFiles eventFiles;

  CustomerFreeCopy(ObjectStore objects, EventFiles eventFiles) {
    this.objects = objects;
    this.eventFiles = eventFiles;
  }

  /** Writes a copy; {@return the number of rows that were left out} */
  long write(UploadOptions options, StoredFile file, String customer, Path target)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      return eventFiles.copyWithout(
          options, new StoredContent(objects, file), customer, out, Progress.none());
    }
  }

  /** {@return the options with which a copy is read} */
  static UploadOptions plain(UploadOptions options) {
    return options.with(options.conventions().ofPlainText());
  }

  /** {@return the profile of a copy, or empty if it has no valid row} */
  Optional<ProfiledFile> profile(Content content, UploadOptions options, LocalDate day) {
    return eventFiles.profileCopy(content, options, day);
  }

  /** {@return the name of the copy of a file} */
  static String csvName(String filename) {
    return filename.endsWith(".csv") ? filename : filename + ".csv";
  }
}
