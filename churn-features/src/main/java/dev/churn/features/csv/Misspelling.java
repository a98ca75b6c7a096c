package dev.churn.features.csv;

import dev.churn.domain.event.SimilarNames;
import java.util.Arrays;
import java.util.stream.Stream;

/** Tells which names may be misspelled names of columns. */
public final class Misspelling {
  private static final int LEAST_LENGTH = 5;
  private static final int LONG_LENGTH = 8;

  private Misspelling() {}

  /**
   * {@return whether a name resembles those of a column and is none of any} Of long names two
   * letters may be wrong, of others one, and of short ones none may be replaced.
   */
  public static boolean isOf(Column column, String name) {
    String plain = Column.normalized(name);
    return Stream.of(Column.values())
            .noneMatch(known -> known.isNamed(name) || known.isCalled(name))
        && Stream.concat(Stream.of(Column.normalized(column.id())), column.aliases())
            .anyMatch(known -> isNear(plain, known));
  }

  /**
   * {@return whether a name resembles a long name of a column; others would be guessed too often}
   */
  static boolean isOfLongName(Column column, String name) {
    String plain = Column.normalized(name);
    return isOf(column, name)
        && Stream.concat(Stream.of(Column.normalized(column.id())), column.aliases())
            .anyMatch(known -> known.length() >= LONG_LENGTH && isNear(plain, known));
  }

  private static boolean isNear(String name, String known) {
    int difference = Math.abs(name.length() - known.length());
    if (known.length() < LEAST_LENGTH || difference > 2) {
      return false;
    }
    int distance = SimilarNames.distance(name, known);
    if (known.length() >= LONG_LENGTH) {
      return distance <= 2;
    }
    boolean isReplaced = difference == 0 && !areSameLetters(name, known);
    return distance == 1 && !(known.length() == LEAST_LENGTH && isReplaced);
  }

  private static boolean areSameLetters(String one, String other) {
    return Arrays.equals(one.chars().sorted().toArray(), other.chars().sorted().toArray());
  }
}
