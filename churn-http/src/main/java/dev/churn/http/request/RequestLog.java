package dev.churn.http.request;

import dev.churn.domain.Excerpt;
import dev.churn.domain.organization.OrganizationId;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one log line for each request and gives each request an id, which its response and its log
 * lines share. Lines hold no bodies and no query strings: customers' data stays out of logs.
 */
public final class RequestLog {
  public static final String HEADER = "X-Request-Id";

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MAX_PATH = 300;

  /** The attribute of a request that holds its id. */
  public static final String ID = "request_id";

  /** The attribute of a request that holds the id of its organization. */
  public static final String ORGANIZATION = "churn.organization";

  /** The attribute of a request, and the field of log lines, that hold the id of a trace. */
  public static final String TRACE = "trace_id";

  private RequestLog() {}

  public static void register(JavalinConfig config) {
    config.routes.before(RequestLog::begin);
    var refused = new RefusedLines();
    config.requestLogger.http((ctx, millis) -> end(ctx, millis, refused));
  }

  /** {@return at most as much of a path as the longest route has} */
  private static String cut(String path) {
    return Excerpt.of(path, MAX_PATH);
  }

  private static void begin(Context ctx) {
    MDC.clear(); // remove what an aborted request may have left on this thread
    String given = ctx.header(HEADER);
    String id = idFor(given);
    ctx.attribute(ID, id);
    ctx.header(HEADER, id);
    name(ctx, id);
  }

  /** Gives the log lines of this thread the ids of a request. */
  private static void name(Context ctx, String id) {
    MDC.put(ID, id);
    String trace = ctx.attribute(TRACE);
    if (trace != null) {
      MDC.put(TRACE, trace);
    }
  }

  /** Goes on with a request on another thread. */
  static void resume(Context ctx) {
    MDC.clear();
    name(ctx, idOf(ctx));
  }

  /** Adds the organization to the log lines of the request. */
  public static void organization(Context ctx, OrganizationId organization) {
    ctx.attribute(ORGANIZATION, organization.toString());
  }

  /**
   * {@return the id of a request}
   *
   * @param given what the caller wants it to be, or null; used unless it is odd
   */
  public static String idFor(String given) {
    return given != null && SANE.matcher(given).matches() ? given : newId();
  }

  public static String idOf(Context ctx) {
    String id = ctx.attribute(ID);
    return id == null ? newId() : id;
  }

  /** {@return a random UUID} It may be guessable, since it gives access to nothing. */
  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L; // version 4
    long low = (random.nextLong() >>> 2) | (1L << 63); // the variant of RFC 9562
    return new UUID(high, low).toString();
  }

  private static void end(Context ctx, Float millis, RefusedLines refused) {
    long left = refused.leftOut(ctx.statusCode());
    if (left == RefusedLines.LEAVE_OUT) {
      MDC.clear();
      return;
    }
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("method", ctx.method().name())
            .addKeyValue("path", cut(ctx.path()))
            .addKeyValue("status", ctx.statusCode())
            .addKeyValue("ms", Math.round(millis * 10) / 10.0);
    String organization = ctx.attribute(ORGANIZATION);
    if (left > 0) {
      line = line.addKeyValue("left_out", left);
    }
    if (organization != null) {
      line = line.addKeyValue("org", organization);
    }
    line.log("request");
    MDC.clear();
  }
}
