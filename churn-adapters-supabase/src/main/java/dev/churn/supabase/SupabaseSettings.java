package dev.churn.supabase;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where Supabase Storage is and how patient to be with it.
 *
 * @param url the project's address such as {@code https://abc.supabase.co}, with or without {@code
 *     /storage/v1} and a slash at the end. Without it, a server that has its routes at the root is
 *     recognized too.
 * @param key the service-role or anon key; never shown by {@link #toString()} or in an error
 * @param timeouts when to give up on one request
 * @param retries when to give up on asking again
 */
public record SupabaseSettings(URI url, String key, Timeouts timeouts, Retries retries) {
  private static final Pattern HEADER_SAFE = Pattern.compile("[!-~]+");

  public SupabaseSettings {
    requireNonNull(timeouts, "timeouts");
    requireNonNull(retries, "retries");
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https"))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      // the address itself is not repeated: user info in it would be a secret
      throw new IllegalArgumentException(
          "Supabase URL: expected http(s)://host[:port][/path] without user, query or fragment");
    }
    key = key.strip();
    if (!HEADER_SAFE.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "Supabase key: expected visible ASCII characters only, found "
              + (key.isEmpty() ? "nothing" : "others in its " + key.length() + " characters"));
    }
  }

  /**
   * {@return settings with the usual patience}
   *
   * @throws IllegalArgumentException if one of the two cannot be used; the message never has the
   *     key
   */
  public static SupabaseSettings of(String url, String key) {
    try {
      return new SupabaseSettings(new URI(url.strip()), key, Timeouts.usual(), Retries.usual());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Supabase URL: " + e.getReason(), e);
    }
  }

  /** {@return these settings with other time limits for one request} */
  public SupabaseSettings with(Timeouts changed) {
    return new SupabaseSettings(url, key, changed, retries);
  }

  /** {@return these settings with other limits for asking again} */
  public SupabaseSettings with(Retries changed) {
    return new SupabaseSettings(url, key, timeouts, changed);
  }

  @Override
  public String toString() {
    return "SupabaseSettings[url=%s, key=***, timeouts=%s, retries=%s]"
        .formatted(url, timeouts, retries);
  }

  /**
   * Time limits of one request; all positive.
   *
   * @param connect to make a connection
   * @param stall without a single byte moving in either direction. Well above 3 s for a real
   *     server, which waits that long for an upload that it still believes to be running.
   * @param call for a request that moves no object, from its first byte to its last
   * @param transfer for a request that sends at most 6 MiB of an object. A download has no such
   *     limit, only the one for stalling.
   */
  public record Timeouts(Duration connect, Duration stall, Duration call, Duration transfer) {
    public Timeouts {
      positive("connect", connect);
      positive("stall", stall);
      positive("call", call);
      positive("transfer", transfer);
    }

    /** {@return 10 s to connect, 30 s of stalling, 60 s for a small request, 10 min for 6 MiB} */
    public static Timeouts usual() {
      return new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10));
    }
  }

  /**
   * How often and how long to ask again after a fault that may pass. Pauses double from the first
   * to the longest and are shortened at random by up to a half, so that several servers do not ask
   * in step. Whenever bytes have moved, counting begins anew.
   *
   * @param attempts how often to ask in all, at least 1
   * @param firstPause before the second attempt
   * @param longestPause upper bound of the doubling; a Retry-After of the server may exceed it
   * @param inAll no new attempt begins later than this after the first
   */
  public record Retries(int attempts, Duration firstPause, Duration longestPause, Duration inAll) {
    public Retries {
      if (attempts < 1) {
        throw new IllegalArgumentException("attempts must be at least 1, was " + attempts);
      }
      positive("first pause", firstPause);
      positive("longest pause", longestPause);
      positive("time in all", inAll);
    }

    /** {@return 6 attempts, pauses from 0.25 s to 8 s, none later than 2 min after the first} */
    public static Retries usual() {
      return new Retries(6, Duration.ofMillis(250), Duration.ofSeconds(8), Duration.ofMinutes(2));
    }
  }

  private static void positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be above zero, was " + duration);
    }
  }
}
