package dev.churn.postgres;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.slf4j.LoggerFactory;

/** Sends the log of Liquibase to SLF4J; its notes on every step are at debug level. */
final class LiquibaseLog extends AbstractLogService {
  @Override
  public int getPriority() {
    return PRIORITY_NOT_APPLICABLE; // is set explicitly, not discovered
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Liquibase
  public Logger getLog(Class type) {
    return new Slf4jLogger(LoggerFactory.getLogger(type));
  }

  private static final class Slf4jLogger extends AbstractLogger {
    private final org.slf4j.Logger target;

    Slf4jLogger(org.slf4j.Logger target) {
      this.target = target;
    }

    @Override
    public void close() {
      // nothing to close; the inherited method would declare any exception
    }

    @Override
    public void log(Level level, String message, Throwable cause) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        target.error(message, cause);
      } else if (level.intValue() >= Level.WARNING.intValue()) {
        target.warn(message, cause);
      } else {
        target.debug(message, cause);
      }
    }
  }
}
