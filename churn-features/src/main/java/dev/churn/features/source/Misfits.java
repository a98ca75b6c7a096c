package dev.churn.features.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The records of a file that are no rows, such as lines that are no JSON. They appear in the CSV
 * text as empty lines.
 */
public final class Misfits {
  /** What was expected instead of them. */
  public static final String EXPECTED = "expected a JSON object";

  private static final int KEPT = 100;

  private final List<Misfit> first = new ArrayList<>();
  private long count;

  Misfits() {}

  /** A record that is no row, and the beginning of its text. */
  public record Misfit(long line, String text) {}

  void add(long line, String text) {
    count++;
    if (first.size() < KEPT) {
      first.add(new Misfit(line, text));
    }
  }

  /** {@return the number of all records that were no rows} */
  public long count() {
    return count;
  }

  /** {@return the first {@value #KEPT} of them, by line} */
  public List<Misfit> first() {
    return List.copyOf(first);
  }
}
