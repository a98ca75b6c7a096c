package dev.churn.features.util;

import dev.churn.domain.Plural;
import java.util.Locale;

/** Writes parts of a whole for sentences. */
public final class Shares {
  private Shares() {}

  /** {@return for example {@code 3 of 200 rows (1.5 %)}} */
  public static String of(long part, long rows) {
    return of(part, rows, "row");
  }

  /** {@return for example {@code 3 of 200 values (1.5 %)}} */
  public static String ofValues(long part, long values) {
    return of(part, values, "value");
  }

  private static String of(long part, long all, String what) {
    return String.format(
        Locale.ROOT, "%s (%.1f %%)", Plural.part(part, all, what), 100.0 * part / all);
  }
}
