package dev.churn.features.source;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The columns of a JSON file: all keys of its objects, in the order of their first appearance. */
final class JsonColumns {
  private static final int MAX_COLUMNS = 16_383;
  private static final int MAX_LENGTH = 1 << 18; // of all names, since a header is at most 1 MiB

  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private int length;

  void add(Collection<String> names) {
    for (String name : names) {
      if (columns.putIfAbsent(name, columns.size()) == null) {
        length += name.length();
        if (columns.size() > MAX_COLUMNS || length > MAX_LENGTH) {
          throw Refusals.unusable(
              "Expected JSON objects with the same keys, found more than %d different ones"
                  .formatted(columns.size() - 1));
        }
      }
    }
  }

  /**
   * {@return the index of a column}
   *
   * @throws IllegalStateException if the file has changed since its columns were read
   */
  int index(String name) {
    Integer index = columns.get(name);
    if (index == null) {
      throw new IllegalStateException("a file that is being read was changed");
    }
    return index;
  }

  boolean contains(String name) {
    return columns.containsKey(name);
  }

  void writeHeader(CsvLines lines) {
    columns.forEach((name, index) -> lines.set(index, name));
    lines.endRow();
  }
}
