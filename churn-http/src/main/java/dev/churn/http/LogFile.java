package dev.churn.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes the log into a file in place of standard error. When the file is full, it becomes {@code
 * name.1}, the one before {@code name.2}, and so on; the last one is deleted.
 */
final class LogFile {
  private static final String STDERR = "STDERR";

  /** How many files there are at most, with the one that is written to. */
  private static final int FILES = 8;

  private LogFile() {}

  /**
   * Begins to write the log of all into the file.
   *
   * @param maxBytes of all files together, give or take what is written in a second
   */
  static void begin(Logger root, Path file, long maxBytes) {
    LoggerContext context = root.getLoggerContext();
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("FILE");
    appender.setFile(file.toString());
    appender.setEncoder(encoder(context));

    var names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(appender);
    names.setFileNamePattern(file + ".%i");
    names.setMinIndex(1);
    names.setMaxIndex(FILES - 1);
    names.start();
    appender.setRollingPolicy(names);

    var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(Math.max(1, maxBytes / FILES)));
    size.setCheckIncrement(Duration.buildBySeconds(1));
    size.start();
    appender.setTriggeringPolicy(size);

    appender.start();
    root.addAppender(appender);
    root.detachAppender(STDERR);
  }

  private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context) {
    var layout = new JsonLineLayout();
    layout.setContext(context);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }
}
