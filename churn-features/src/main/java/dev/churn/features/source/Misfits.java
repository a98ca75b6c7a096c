package dev.churn.features.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The records of a file that could not be read at all, such as lines that are no JSON. They appear
 * in the CSV text as empty lines.
 */
public final class Misfits {
  private static final int KEPT = 100;

  private final List<Misfit> first = new ArrayList<>();
  private long count;

  Misfits() {}

  /** A record that could not be read; the reason says what was expected and what was found. */
  public record Misfit(long line, String reason) {}

  void add(long line, String reason) {
    count++;
    if (first.size() < KEPT) {
      first.add(new Misfit(line, reason));
    }
  }

  /** {@return the number of all records that could not be read so far} */
  public long count() {
    return count;
  }

  /** {@return the first {@value #KEPT} of them, by line} */
  public List<Misfit> first() {
    return List.copyOf(first);
  }
}
