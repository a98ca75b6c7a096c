package dev.churn.domain.usecase.access;

import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The keys that were looked up, the most recently used ones. Ids without a key are kept apart, so
 * that guesses evict no key.
 */
final class KnownKeys {
  private static final int MAX_KEYS = 10_000;
  private static final int MAX_UNKNOWN = 1_000;

  private final Map<ApiKeyId, Entry> entries = leastRecentlyUsed(MAX_KEYS);
  private final Map<ApiKeyId, Entry> unknown = leastRecentlyUsed(MAX_UNKNOWN);

  /**
   * What was looked up.
   *
   * @param checkedAt when the look-up began, in nanoseconds of a clock that nobody sets
   */
  record Entry(ApiKeyId id, Optional<ApiKey> key, long checkedAt) {}

  private static Map<ApiKeyId, Entry> leastRecentlyUsed(int size) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<ApiKeyId, Entry> eldest) {
        return size() > size;
      }
    };
  }

  synchronized Optional<Entry> find(ApiKeyId id) {
    Entry entry = entries.get(id);
    return Optional.ofNullable(entry != null ? entry : unknown.get(id));
  }

  /** Keeps an entry in place of another, or none if it is out of date. */
  synchronized void put(Entry entry, BooleanSupplier isCurrent) {
    remove(entry.id());
    if (isCurrent.getAsBoolean()) {
      (entry.key().isPresent() ? entries : unknown).put(entry.id(), entry);
    }
  }

  synchronized void remove(ApiKeyId id) {
    entries.remove(id);
    unknown.remove(id);
  }

  synchronized int size() {
    return entries.size() + unknown.size();
  }
}
