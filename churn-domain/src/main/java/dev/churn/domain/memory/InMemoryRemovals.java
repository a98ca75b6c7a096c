package dev.churn.domain.memory;

import dev.churn.domain.port.Removals;
import dev.churn.domain.removal.Removal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Keeps what is to be removed in memory. */
public final class InMemoryRemovals implements Removals {
  private final InMemoryDatabase database;

  public InMemoryRemovals(InMemoryDatabase database) {
    this.database = database;
  }

  /** A removal with its next time and the number of attempts so far. */
  record Note(Removal removal, Instant dueAt, int attempts) {}

  @Override
  public void note(Collection<? extends Removal> removals, Instant dueAt) {
    database.run(
        () ->
            removals.forEach(
                removal ->
                    database.removals.putIfAbsent(removal, new Note(removal, dueAt, 0))));
  }

  @Override
  public Optional<Claimed> claim(Instant now, Instant until) {
    return database.call(
        () ->
            database.removals.values().stream()
                .filter(note -> !note.dueAt().isAfter(now))
                .min(Comparator.comparing(Note::dueAt))
                .map(
                    note -> {
                      int attempt = note.attempts() + 1;
                      database.removals.put(
                          note.removal(), new Note(note.removal(), until, attempt));
                      return new Claimed(note.removal(), attempt);
                    }));
  }

  @Override
  public void postpone(Removal removal, Instant dueAt, String reason) {
    database.run(
        () ->
            database.removals.computeIfPresent(
                removal, (same, note) -> new Note(removal, dueAt, note.attempts())));
  }

  @Override
  public void done(Removal removal) {
    database.run(() -> database.removals.remove(removal));
  }

  @Override
  public long count() {
    return database.call(() -> (long) database.removals.size());
  }
}
