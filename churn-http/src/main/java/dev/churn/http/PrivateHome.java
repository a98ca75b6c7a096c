package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps the folder of a server from other users of the machine. */
final class PrivateHome {
  private PrivateHome() {}

  /**
   * Creates the folder for its owner only. If it exists and others may look into it, that stays so,
   * since somebody may have wanted it, and is told in the log.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it cannot be created
   */
  static void open(Path home) {
    try {
      if (!Files.isDirectory(home)) {
        PrivateFiles.createFolders(home);
      }
      PrivateFiles.findLoosePermissions(home)
          .ifPresent(
              permissions ->
                  LoggerFactory.getLogger(PrivateHome.class)
                      .warn(
                          "CHURN_HOME: other users of this machine can look into {} ({}); to keep"
                              + " customers' data from them, run: chmod -R go= {}",
                          home,
                          permissions,
                          home));
    } catch (IOException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "The server cannot start with these settings",
          List.of(
              new FieldError(
                  "CHURN_HOME",
                  "expected a folder that can be written, found %s: %s".formatted(home, e))));
    }
  }
}
