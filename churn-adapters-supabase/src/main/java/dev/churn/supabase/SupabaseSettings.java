package dev.churn.supabase;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.storage.FileAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Connection settings of Supabase Storage: address, key, timeouts and retries, and whether its
 * buckets are public.
 *
 * @param url the project's address such as {@code https://abc.supabase.co}, with or without {@code
 *     /storage/v1} and a trailing slash. Without {@code /storage/v1}, a server with its routes at
 *     the root is recognized too.
 * @param key a secret or publishable key ({@code sb_…}), or the service-role or anon key (a JWT);
 *     never shown by {@link #toString()} or in an error
 * @param timeouts time limits of one request
 * @param retries limits of retries
 * @param access what missing buckets are created as, and existing ones expected to be
 */
public record SupabaseSettings(
    URI url, String key, Timeouts timeouts, Retries retries, FileAccess access) {
  private static final Pattern HEADER_SAFE = Pattern.compile("[!-~]+");

  public SupabaseSettings {
    requireNonNull(timeouts, "timeouts");
    requireNonNull(retries, "retries");
    requireNonNull(access, "access");
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https"))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      // do not repeat the address: user info in it would be a secret
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
   * {@return settings with the default timeouts and retries, and private buckets}
   *
   * @throws IllegalArgumentException if the address or the key cannot be used; the message never
   *     contains the key
   */
  public static SupabaseSettings of(String url, String key) {
    try {
      return new SupabaseSettings(
          new URI(url.strip()), key, Timeouts.usual(), Retries.usual(), FileAccess.PRIVATE);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Supabase URL: " + e.getReason(), e);
    }
  }

  /** {@return these settings with other timeouts} */
  public SupabaseSettings with(Timeouts changed) {
    return new SupabaseSettings(url, key, changed, retries, access);
  }

  /** {@return these settings with other retry limits} */
  public SupabaseSettings with(Retries changed) {
    return new SupabaseSettings(url, key, timeouts, changed, access);
  }

  /** {@return these settings with another access to the buckets} */
  public SupabaseSettings with(FileAccess changed) {
    return new SupabaseSettings(url, key, timeouts, retries, changed);
  }

  @Override
  public String toString() {
    return "SupabaseSettings[url=%s, key=***, timeouts=%s, retries=%s, access=%s]"
        .formatted(url, timeouts, retries, access);
  }

  /**
   * Time limits of one request; all positive.
   *
   * @param connect limit for establishing a connection
   * @param stall limit for a time in which no byte moves in either direction. Should be well above
   *     3 s with a real server, which waits that long for an upload that it considers still
   *     running.
   * @param call limit for a request without object data, from its first byte to its last
   * @param transfer limit for a request that sends at most 6 MiB of an object. A download has no
   *     such limit, only the one for stalls.
   */
  public record Timeouts(Duration connect, Duration stall, Duration call, Duration transfer) {
    public Timeouts {
      positive("connect", connect);
      positive("stall", stall);
      positive("call", call);
      positive("transfer", transfer);
    }

    /**
     * {@return the defaults: 10 s to connect, 30 s of stalling, 60 s for a small request, 10 min
     * for 6 MiB}
     */
    public static Timeouts usual() {
      return new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10));
    }
  }

  /**
   * Limits of retries after a transient failure. The backoff doubles from the first to the longest
   * pause and is shortened at random by up to a half (jitter), so that several servers do not retry
   * at the same moment. Progress in a transfer resets the count.
   *
   * @param attempts maximum number of attempts, at least 1
   * @param firstPause before the second attempt
   * @param longestPause upper bound of the backoff; a Retry-After of the server may exceed it
   * @param inAll time after the first attempt beyond which no attempt starts
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

    /**
     * {@return the defaults: 6 attempts, backoff from 0.25 s to 8 s, no attempt later than 2 min
     * after the first}
     */
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
