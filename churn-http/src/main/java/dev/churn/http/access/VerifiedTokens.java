package dev.churn.http.access;

import dev.churn.domain.access.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that were verified lately, since a signature takes longer to verify than a prediction
 * to make. Tokens are kept by their hash. Safe for use by several threads.
 */
final class VerifiedTokens {
  /** The time after which a signature is verified again. */
  static final Duration FRESH = Duration.ofMinutes(1);

  private static final int MAX_TOKENS = 10_000;

  private final Map<Sha256, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Entry> eldest) {
          return size() > MAX_TOKENS;
        }
      };

  private record Entry(Permit permit, Instant verifiedAt, Instant expiresAt) {}

  Optional<Permit> find(String token, Instant now) {
    Sha256 hash = Sha256.of(token); // of a long token it takes a while, and others would wait
    return entry(hash)
        .filter(entry -> now.isBefore(entry.expiresAt()))
        .filter(
            entry ->
                !now.isBefore(entry.verifiedAt()) && now.isBefore(entry.verifiedAt().plus(FRESH)))
        .map(Entry::permit);
  }

  private synchronized Optional<Entry> entry(Sha256 hash) {
    return Optional.ofNullable(entries.get(hash));
  }

  void put(String token, Permit permit, Instant expiresAt, Instant now) {
    put(Sha256.of(token), new Entry(permit, now, expiresAt));
  }

  private synchronized void put(Sha256 hash, Entry entry) {
    entries.put(hash, entry);
  }
}
