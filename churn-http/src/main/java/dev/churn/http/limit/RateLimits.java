package dev.churn.http.limit;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.http.access.Principal;
import dev.churn.http.request.ClientAddress;
import dev.churn.http.settings.LimitSettings.Rate;
import dev.churn.http.settings.LimitSettings.Rates;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.EnumMap;
import java.util.Map;

/**
 * Limits how often callers call. Who has shown a key or a token is counted by it, from whatever
 * address; everybody else by address, an IPv6 address by its first 64 bits. Answers tell the limit
 * and what is left of it in {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-10).
 */
public final class RateLimits {
  private static final String FAILURES = "failed_logins";
  private static final long NANOS = 1_000_000_000;

  private final Map<RouteGroup, Limit> limits = new EnumMap<>(RouteGroup.class);
  private final Limit failures;

  /** How often callers may call the routes of a group. */
  private record Limit(String name, Rate rate, Buckets buckets, String policy) {
    Limit(String name, Rate rate, TimeMeter clock) {
      this(
          name,
          rate,
          new Buckets(rate.perMinute(), clock),
          "\"%s\";q=%d;w=%d".formatted(name, rate.perMinute(), Buckets.WINDOW_SECONDS));
    }
  }

  public RateLimits(Rates rates) {
    this(rates, TimeMeter.SYSTEM_NANOTIME);
  }

  RateLimits(Rates rates, TimeMeter clock) {
    limits.put(RouteGroup.PREDICT, new Limit("predict", rates.predictions(), clock));
    limits.put(RouteGroup.UPLOAD, new Limit("upload", rates.uploads(), clock));
    limits.put(RouteGroup.OTHER, new Limit("other", rates.others(), clock));
    failures = new Limit(FAILURES, rates.failedLogins(), clock);
  }

  /**
   * Counts a request.
   *
   * @throws ChurnException with {@link ErrorCode#TOO_MANY} if its caller has called too often
   */
  public void require(Context ctx, RouteGroup group) {
    Limit limit = limits.get(group);
    if (limit == null || isExempt(ctx, limit)) {
      return;
    }
    ConsumptionProbe probe = limit.buckets().take(caller(ctx));
    ctx.header("RateLimit-Policy", limit.policy());
    ctx.header(
        "RateLimit",
        "\""
            + limit.name()
            + "\";r="
            + probe.getRemainingTokens()
            + ";t="
            + seconds(probe.getNanosToWaitForReset()));
    if (!probe.isConsumed()) {
      throw tooMany(ctx, limit, probe.getNanosToWaitForRefill());
    }
  }

  /**
   * Refuses keys and tokens from addresses that have sent too many wrong ones, before they are
   * looked up.
   */
  public void register(RoutesConfig routes) {
    routes.before(
        ctx -> {
          if (ctx.header("Authorization") != null || ctx.header("X-Api-Key") != null) {
            requireFewFailures(ctx);
          }
        });
  }

  /**
   * Requires that not too many keys and tokens that are not valid came from the address.
   *
   * @throws ChurnException with {@link ErrorCode#TOO_MANY} otherwise
   */
  private void requireFewFailures(Context ctx) {
    long wait = failures.buckets().nanosToWait(network(ClientAddress.of(ctx)));
    if (wait > 0) {
      throw tooMany(ctx, failures, wait);
    }
  }

  /** Counts a request whose key or token is not valid, or is missing. */
  public void countFailure(Context ctx) {
    failures.buckets().take(network(ClientAddress.of(ctx)));
  }

  private static ChurnException tooMany(Context ctx, Limit limit, long nanos) {
    long wait = seconds(nanos);
    ctx.header("Retry-After", Long.toString(wait));
    return new ChurnException(
        ErrorCode.TOO_MANY,
        "Requests of the kind '%s': expected %d a minute at most (%s), found more; wait %d s"
            .formatted(limit.name(), limit.rate().perMinute(), limit.rate().setting(), wait));
  }

  /** {@return the seconds, rounded up} */
  private static long seconds(long nanos) {
    return (nanos + NANOS - 1) / NANOS;
  }

  /**
   * {@return whether the request is of somebody on this machine whom the server does not ask for a
   * key, and the operator has set no limit}
   */
  private static boolean isExempt(Context ctx, Limit limit) {
    return limit.rate().isDefault()
        && Principal.of(ctx).kind() == Principal.Kind.ANYBODY
        && isLoopback(ClientAddress.of(ctx));
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
  }

  private static String caller(Context ctx) {
    Principal principal = Principal.of(ctx);
    return principal.kind() == Principal.Kind.ANYBODY
        ? network(ClientAddress.of(ctx))
        : principal.kind() + " " + principal.name();
  }

  /** {@return an IPv4 address, or the first 64 bits of an IPv6 address, which one customer has} */
  static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] groups = address.split(":", -1);
    return groups.length < 8
        ? address
        : String.join(":", groups[0], groups[1], groups[2], groups[3]);
  }
}
