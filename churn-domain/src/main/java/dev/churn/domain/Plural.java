package dev.churn.domain;

/** Writes numbers of things for sentences. */
public final class Plural {
  private Plural() {}

  /** {@return for example {@code 1 day} or {@code 3 days}} */
  public static String of(long count, String noun) {
    return count + " " + (count == 1 ? noun : noun + "s");
  }

  /** {@return for example {@code 1 of 1 row} or {@code 1 of 3 rows}} */
  public static String part(long part, long all, String noun) {
    return part + " of " + of(all, noun);
  }

  /** {@return the verb of a sentence about so many things} */
  public static String verb(long count, String ofOne, String ofMany) {
    return count == 1 ? ofOne : ofMany;
  }
}
