package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The positions of the known columns in a file. */
final class ColumnMap {
  private static final int SHOWN = 30;

  private final List<String> header;
  private final Map<String, String> mapping;
  private final Map<Column, Integer> explicit = new EnumMap<>(Column.class);

  /**
   * Records the names in a header and the user's column mapping.
   *
   * @param mapping from canonical names to the names in the file
   */
  ColumnMap(List<String> header, Map<String, String> mapping) {
    this.header = header;
    this.mapping = new TreeMap<>(mapping);
  }

  /**
   * Finds the position of each known column.
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if a column is missing or
   *     ambiguous, {@link ErrorCode#INVALID_INPUT} if the mapping names an unknown column
   */
  void require(boolean label) {
    mapping.forEach(this::map);
    List<String> missing =
        Stream.of(Column.values())
            .filter(c -> c.required() || (label && c == Column.CHURN_LABEL))
            .filter(c -> index(c) < 0)
            .map(Column::id)
            .toList();
    if (!missing.isEmpty()) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          ("Expected a column %s, found the columns %s; if it has another name, say so with the"
                  + " option columns")
              .formatted(String.join(" and a column ", missing), shownHeader()));
    }
  }

  private void map(String ours, String theirs) {
    Column column =
        Stream.of(Column.values())
            .filter(c -> c.id().equals(ours))
            .findFirst()
            .orElseThrow(() -> invalidMapping("expected one of our names, " + ids(), ours));
    List<Integer> exact = where(name -> name.equals(Text.trim(theirs)));
    List<Integer> found =
        exact.isEmpty()
            ? where(name -> Column.normalized(name).equals(Column.normalized(theirs)))
            : exact;
    if (found.size() != 1) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "The option columns maps %s to %s: expected one column of that name, found %s in %s"
              .formatted(
                  ours,
                  Text.quoted(theirs),
                  found.isEmpty() ? "none" : found.size(),
                  shownHeader()));
    }
    if (explicit.containsValue(found.get(0))) {
      throw invalidMapping("expected different columns of the file", theirs);
    }
    explicit.put(column, found.get(0));
  }

  private static ChurnException invalidMapping(String expected, String found) {
    return new ChurnException(
        ErrorCode.INVALID_INPUT,
        "The mapping of columns cannot be used",
        List.of(new FieldError("columns", expected + ", found " + Text.quoted(found))));
  }

  private static String ids() {
    return Stream.of(Column.values()).map(Column::id).collect(Collectors.joining(", "));
  }

  /** {@return the position of the column in the file, −1 if the file does not have it} */
  int index(Column column) {
    if (explicit.containsKey(column)) {
      return explicit.get(column);
    }
    List<Integer> named = unmapped(where(column::isNamed));
    List<Integer> found = named.isEmpty() ? unmapped(where(column::isCalled)) : named;
    if (found.size() > 1) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected one column %s, found %s; name the right one with the option columns"
              .formatted(
                  column.id(),
                  found.stream()
                      .map(i -> Text.quoted(header.get(i)))
                      .collect(Collectors.joining(" and "))));
    }
    return found.isEmpty() ? -1 : found.get(0);
  }

  private List<Integer> unmapped(List<Integer> places) {
    return places.stream().filter(i -> !explicit.containsValue(i)).toList();
  }

  private List<Integer> where(Predicate<String> matches) {
    return IntStream.range(0, header.size())
        .filter(i -> matches.test(header.get(i)))
        .boxed()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private String shownHeader() {
    String names = header.stream().limit(SHOWN).map(Text::quoted).collect(Collectors.joining(", "));
    return header.size() > SHOWN ? names + " …" : names;
  }
}
