package dev.churn.domain.event;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds names that may be meant by a misspelled one. */
public final class SimilarNames {
  private static final int LONG = 256;

  private SimilarNames() {}

  /**
   * {@return the least number of letters to insert, delete, replace or swap with a neighbor that
   * makes one name of the other} This is the optimal string alignment distance; case matters.
   */
  public static int distance(String one, String other) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[other.length()];
  }

  /**
   * {@return the candidate that is most like a name, without regard to case; empty if none has at
   * least half of its letters}
   */
  public static Optional<String> nearest(String name, Collection<String> candidates) {
    String wanted = ActivityTypes.keyOf(name);
    if (wanted.length() > LONG) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(candidate -> candidate.length() <= LONG)
        .map(candidate -> new Near(candidate, distance(wanted, ActivityTypes.keyOf(candidate))))
        .filter(near -> 2 * near.distance() <= wanted.length())
        .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .map(Near::name);
  }

  private record Near(String name, int distance) {}
}
