package dev.churn.postgres;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.slf4j.LoggerFactory;

/** Sends what Liquibase has to say to SLF4J; its notes on every step are for debugging only. */
final class LiquibaseLog extends AbstractLogService {
  @Override
  public int getPriority() {
    return PRIORITY_NOT_APPLICABLE; // is set by hand, not found
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
      // nothing is held open; without this the inherited method would declare any exception
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
