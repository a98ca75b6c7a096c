package dev.churn.http;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.churn.http.request.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A log event as one line of JSON; public because the logging library creates it by its class name.
 */
public final class JsonLineLayout extends LayoutBase<ILoggingEvent> {
  private static final int USUAL_LENGTH = 400;

  /** Called by the logging library. */
  public JsonLineLayout() {}

  @Override
  public String doLayout(ILoggingEvent event) {
    var line = new StringBuilder(USUAL_LENGTH).append('{');
    add(line, "time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    add(line, "level", event.getLevel().toString());
    add(line, "logger", event.getLoggerName());
    add(line, "message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach((name, value) -> add(line, name, value));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        add(line, pair.key, pair.value);
      }
    }
    if (event.getThrowableProxy() != null) {
      add(line, "error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.append("}\n").toString();
  }

  private static void add(StringBuilder line, String name, Object value) {
    line.append(line.length() == 1 ? "" : ",");
    quote(line, name);
    line.append(':');
    if (value instanceof String text) {
      quote(line, text);
    } else {
      line.append(new String(Json.write(value), StandardCharsets.UTF_8));
    }
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, line);
    line.append('"');
  }
}
