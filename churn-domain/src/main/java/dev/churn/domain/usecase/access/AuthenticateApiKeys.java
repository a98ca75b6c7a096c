package dev.churn.domain.usecase.access;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.access.ApiKeySecret;
import dev.churn.domain.port.ApiKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Recognizes API keys. Keys that were looked up are cached in memory: within {@link #FRESH} they
 * are not looked up again; after that they are looked up in the background, and a request waits for
 * it {@link #PATIENCE} at most, and only if the last look-up is older than {@link #WAITING}. So a
 * key that was revoked on another server is refused within {@link #REVOCATION} as long as the
 * database answers within {@link #PATIENCE}, and requests with known keys go on for {@link #OUTAGE}
 * while it does not answer. Safe for use by several threads.
 */
public final class AuthenticateApiKeys implements AutoCloseable {
  /** The time for which a key is not looked up again. */
  public static final Duration FRESH = Duration.ofSeconds(2);

  /** The age of the last look-up from which on requests wait for the next. */
  public static final Duration WAITING = Duration.ofSeconds(4);

  /** The time within which other servers refuse a revoked key. */
  public static final Duration REVOCATION = Duration.ofSeconds(5);

  /** The time for which known keys are accepted while the database does not answer. */
  public static final Duration OUTAGE = Duration.ofHours(1);

  /** The maximum time that a request with a known key waits for the database. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final long IDLE_SECONDS = 10;

  private final ApiKeys keys;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor background = background();
  private final KnownKeys known = new KnownKeys();
  private final KeyUses uses;
  private final KeyRefresh refresh;

  /**
   * The number of calls of {@link #renew}: what was looked up before the last one is not cached.
   */
  private final AtomicLong renewals = new AtomicLong();

  /**
   * @param nanos a clock that nobody sets, such as {@link System#nanoTime}, for the age of look-ups
   */
  public AuthenticateApiKeys(ApiKeys keys, InstantSource clock, LongSupplier nanos) {
    this.keys = keys;
    this.clock = clock;
    this.nanos = nanos;
    this.refresh = new KeyRefresh(nanos, background);
    this.uses = new KeyUses(keys, clock, nanos, background);
  }

  /** {@return one thread, which exists only while there is work} */
  private static ScheduledThreadPoolExecutor background() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              var thread = new Thread(work, "api-keys");
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * {@return the active key that a text is}
   *
   * @throws ChurnException with {@link ErrorCode#UNAUTHENTICATED} if the text is no key, or one
   *     that is unknown, expired or revoked; {@link ErrorCode#UNAVAILABLE} if the database does not
   *     answer and the key was not seen before
   */
  public ApiKey authenticate(String text) {
    ApiKeySecret secret = ApiKeySecret.parse(text);
    Optional<KnownKeys.Entry> entry = find(secret.id());
    ApiKey key =
        entry
            .flatMap(KnownKeys.Entry::key)
            .filter(found -> found.hash().equals(secret.hash()))
            .orElseThrow(
                () -> new ChurnException(ErrorCode.UNAUTHENTICATED, "The API key is unknown"));
    requireActive(key);
    uses.note(key.id());
    return key;
  }

  private void requireActive(ApiKey key) {
    switch (key.status(clock.instant())) {
      case ACTIVE -> {}
      case REVOKED ->
          throw new ChurnException(
              ErrorCode.UNAUTHENTICATED,
              "The API key was revoked at %s".formatted(key.revokedAt().orElseThrow()));
      case EXPIRED ->
          throw new ChurnException(
              ErrorCode.UNAUTHENTICATED,
              "The API key has expired at %s".formatted(key.expiresAt().orElseThrow()));
    }
  }

  private Optional<KnownKeys.Entry> find(ApiKeyId id) {
    Optional<KnownKeys.Entry> cached = known.find(id);
    if (cached.isPresent()) {
      KnownKeys.Entry entry = cached.get();
      long age = nanos.getAsLong() - entry.checkedAt();
      if (age < FRESH.toNanos()) {
        return cached;
      }
      if (entry.key().isPresent() && age < OUTAGE.toNanos()) {
        refresh.begin(entry, () -> lookUp(id));
        if (age >= WAITING.toNanos()) {
          refresh.await(entry, PATIENCE);
        }
        return known.find(id).or(() -> Optional.of(lookUp(id))); // renewed meanwhile
      }
    }
    return Optional.of(lookUp(id));
  }

  private KnownKeys.Entry lookUp(ApiKeyId id) {
    long renewal = renewals.get(); // before the database is asked
    long begun = nanos.getAsLong();
    Optional<ApiKey> found = keys.find(id);
    var entry = new KnownKeys.Entry(id, found, begun);
    known.put(entry, () -> renewals.get() == renewal);
    return entry;
  }

  /** Makes later requests with the key wait for what the database says of it now. */
  public void renew(ApiKeyId id) {
    renewals.incrementAndGet();
    known.remove(id);
  }

  /** Writes the last uses that are not yet written. */
  @Override
  public void close() {
    background.shutdownNow();
    uses.write();
  }
}
