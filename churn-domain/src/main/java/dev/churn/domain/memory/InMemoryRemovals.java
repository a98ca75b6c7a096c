package dev.churn.domain.memory;

import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.port.Removals;
import dev.churn.domain.removal.Removal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Keeps what is to be removed in memory. */
public final class InMemoryRemovals implements Removals {
  private final InMemoryDatabase database;

  public InMemoryRemovals(InMemoryDatabase database) {
    this.database = database;
  }

  /** A removal with its next time and the number of attempts so far. */
  record Note(
      Removal removal, Instant dueAt, int attempts, Optional<Behalf> behalf, boolean isDone) {
    private Note tried(Instant until) {
      return new Note(removal, until, attempts + 1, behalf, isDone);
    }

    private Note dueAt(Instant time) {
      return new Note(removal, time, attempts, behalf, isDone);
    }

    private Note onBehalf(Behalf other) {
      return new Note(removal, dueAt, attempts, behalf.or(() -> Optional.of(other)), isDone);
    }

    private Note done() {
      return new Note(removal, dueAt, attempts, behalf, true);
    }

    private boolean isOf(ErasureId erasure) {
      return behalf.filter(found -> found.erasure().equals(erasure)).isPresent();
    }
  }

  private static Note first(Removal removal, Instant dueAt) {
    return new Note(removal, dueAt, 0, Optional.empty(), false);
  }

  @Override
  public void note(Collection<? extends Removal> removals, Instant dueAt) {
    database.run(
        () ->
            removals.forEach(
                removal -> database.removals.putIfAbsent(removal, first(removal, dueAt))));
  }

  @Override
  public void note(ErasureId erasure, Map<? extends Removal, Long> sizes, Instant dueAt) {
    database.run(
        () ->
            sizes.forEach(
                (removal, bytes) ->
                    database.removals.merge(
                        removal,
                        first(removal, dueAt).onBehalf(new Behalf(erasure, bytes)),
                        (known, added) -> known.onBehalf(new Behalf(erasure, bytes)))));
  }

  @Override
  public Optional<Claimed> claim(Instant now, Instant until) {
    return database.call(
        () ->
            database.removals.values().stream()
                .filter(note -> !note.isDone() && !note.dueAt().isAfter(now))
                .min(Comparator.comparing(Note::dueAt))
                .map(
                    note -> {
                      database.removals.put(note.removal(), note.tried(until));
                      return new Claimed(note.removal(), note.attempts() + 1);
                    }));
  }

  @Override
  public void postpone(Removal removal, Instant dueAt, String reason) {
    database.run(
        () -> database.removals.computeIfPresent(removal, (same, note) -> note.dueAt(dueAt)));
  }

  @Override
  public Optional<Behalf> done(Removal removal) {
    return database.call(
        () -> {
          Note note = database.removals.get(removal);
          if (note == null || note.isDone()) {
            return Optional.empty();
          }
          if (note.behalf().isPresent()) {
            database.removals.put(removal, note.done());
          } else {
            database.removals.remove(removal);
          }
          return note.behalf();
        });
  }

  @Override
  public boolean isDone(ErasureId erasure) {
    return database.call(
        () ->
            database.removals.values().stream()
                .filter(note -> note.isOf(erasure))
                .allMatch(Note::isDone));
  }

  @Override
  public void forget(ErasureId erasure) {
    database.run(
        () -> database.removals.values().removeIf(note -> note.isOf(erasure) && note.isDone()));
  }

  @Override
  public long count() {
    return database.call(
        () -> database.removals.values().stream().filter(note -> !note.isDone()).count());
  }
}
