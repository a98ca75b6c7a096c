package dev.churn.domain.dataset;

import java.util.List;
import java.util.Map;

/**
 * Which columns of a file are read.
 *
 * @param used the headers by this system's names; {@code #3}, the third column, where the file has
 *     the header twice
 * @param unused the headers of other columns in their order, the first {@value #MAX_UNUSED}
 */
public record FileColumns(Map<String, String> used, List<String> unused) {
  /** The maximum number of unused headers that are kept. */
  public static final int MAX_UNUSED = 100;

  public FileColumns {
    used = Map.copyOf(used);
    unused = List.copyOf(unused);
  }

  /** {@return the columns of a file of which nothing is known} */
  public static FileColumns unknown() {
    return new FileColumns(Map.of(), List.of());
  }
}
