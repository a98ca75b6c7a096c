package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.dataset.FileColumns;
import dev.churn.features.util.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The positions of the known columns in a file. */
public final class ColumnMap {
  private static final int SHOWN = 30;
  private static final int CANDIDATES = 3;
  private static final int ABSENT = -1;
  public static final String NONE = "none";

  private final List<String> header;
  private final Map<String, String> mapping;
  private final Map<Column, Integer> explicit = new EnumMap<>(Column.class);

  /**
   * Records the names in a header and the user's column mapping.
   *
   * @param mapping from canonical names to the names in the file
   */
  public ColumnMap(List<String> header, Map<String, String> mapping) {
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
    int index = position(column, theirs);
    if (index != ABSENT && explicit.containsValue(index)) {
      throw invalidMapping("expected different columns of the file", theirs);
    }
    explicit.put(column, index);
  }

  private int position(Column column, String theirs) {
    List<Integer> exact = where(name -> name.equals(Text.trim(theirs)));
    if (exact.isEmpty() && theirs.equalsIgnoreCase(NONE)) {
      if (column.required()) {
        throw invalidMapping("expected a column for " + column.id(), theirs);
      }
      return ABSENT;
    }
    if (exact.isEmpty() && theirs.matches("#\\d{1,5}")) {
      int position = Integer.parseInt(theirs.substring(1));
      if (position < 1 || position > header.size()) {
        throw unknown(column, theirs, "expected a position from 1 to " + header.size());
      }
      return position - 1;
    }
    List<Integer> found =
        exact.isEmpty()
            ? where(name -> Column.normalized(name).equals(Column.normalized(theirs)))
            : exact;
    if (found.size() > 1) {
      throw unknown(
          column,
          theirs,
          "found %s; choose one by its position, such as {\"%s\": %d}"
              .formatted(
                  found.stream().map(this::shown).collect(Collectors.joining(" and ")),
                  column.id(),
                  found.get(0) + 1));
    }
    if (found.isEmpty()) {
      throw unknown(column, theirs, "expected one column of that name, found none");
    }
    return found.get(0);
  }

  private ChurnException unknown(Column column, String theirs, String problem) {
    return new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "The option columns maps %s to %s: %s in %s"
            .formatted(column.id(), Text.quoted(theirs), problem, shownHeader()));
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
  public int index(Column column) {
    return switch (column) {
      case AMOUNT -> amount();
      case QUANTITY, UNIT_PRICE -> isProduct() ? part(column) : ABSENT;
      case CURRENCY -> part(column);
      default -> find(column);
    };
  }

  /** {@return whether the amount of a row is its quantity times its unit price} */
  public boolean isProduct() {
    return !explicit.containsKey(Column.AMOUNT)
        && (isExplicit(Column.QUANTITY) || isExplicit(Column.UNIT_PRICE) || amount() == ABSENT)
        && part(Column.QUANTITY) != ABSENT
        && part(Column.UNIT_PRICE) != ABSENT;
  }

  private boolean isExplicit(Column column) {
    return explicit.getOrDefault(column, ABSENT) != ABSENT;
  }

  /** A column price beside a quantity is the price of one piece, and not the amount. */
  private int amount() {
    if (explicit.containsKey(Column.AMOUNT)) {
      return explicit.get(Column.AMOUNT);
    }
    if (isExplicit(Column.QUANTITY) && isExplicit(Column.UNIT_PRICE)) {
      return ABSENT;
    }
    int price = part(Column.QUANTITY) == ABSENT ? ABSENT : part(Column.UNIT_PRICE);
    return find(Column.AMOUNT, price);
  }

  /**
   * {@return the position of a part of the amount or of its currency; −1 if there is none or not
   * one alone}
   */
  private int part(Column column) {
    if (explicit.containsKey(column)) {
      return explicit.get(column);
    }
    List<Integer> named = unmapped(where(column::isNamed));
    List<Integer> found = named.isEmpty() ? unmapped(where(column::isCalled)) : named;
    return found.size() == 1 ? found.get(0) : ABSENT;
  }

  private int find(Column column) {
    return find(column, ABSENT);
  }

  /**
   * {@return the position of a column, −1 for none} An exact name beats others, and those beat
   * aliases.
   */
  private int find(Column column, int excluded) {
    if (explicit.containsKey(column)) {
      return explicit.get(column);
    }
    return Stream.<Predicate<String>>of(column::isExactly, column::isNamed, column::isCalled)
        .map(matches -> unmapped(where(matches)))
        .map(found -> found.stream().filter(i -> i != excluded).toList())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .map(found -> only(column, found))
        .orElse(ABSENT);
  }

  private int only(Column column, List<Integer> found) {
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "Expected one column %s, found %s; choose one by its position with the option columns: {\"%s\": %d}%s"
            .formatted(
                column.id(),
                found.stream().map(this::shown).collect(Collectors.joining(" and ")),
                column.id(),
                found.get(0) + 1,
                column.required()
                    ? ""
                    : ", or none of them: {\"%s\": \"none\"}".formatted(column.id())));
  }

  private String shown(int index) {
    return "%s in position %d".formatted(Text.quoted(header.get(index)), index + 1);
  }

  /** {@return whether the column was chosen for a name that others use too} */
  public boolean isGuessed(Column column) {
    int index = index(column);
    return index != ABSENT && !explicit.containsKey(column) && !column.isNamed(header.get(index));
  }

  /** {@return the name of the column in the file, in quotes} */
  public String shownName(Column column) {
    return Text.quoted(header.get(index(column)));
  }

  public String name(Column column) {
    return header.get(index(column));
  }

  /**
   * {@return which columns are read}
   *
   * @param label whether a column of labels is
   */
  public FileColumns read(boolean label) {
    Map<String, String> used = new TreeMap<>();
    Set<Integer> places = new HashSet<>();
    for (Column column : Column.values()) {
      int index = label || column != Column.CHURN_LABEL ? index(column) : ABSENT;
      if (index != ABSENT) {
        String name = header.get(index);
        used.put(column.id(), where(name::equals).size() == 1 ? name : "#%d".formatted(index + 1));
        places.add(index);
      }
    }
    return new FileColumns(
        used,
        IntStream.range(0, header.size())
            .filter(i -> !places.contains(i) && !header.get(i).isBlank())
            .mapToObj(header::get)
            .limit(FileColumns.MAX_UNUSED)
            .toList());
  }

  /**
   * {@return sentences about headers that are not used and may be misspelled names of columns that
   * the file lacks}
   */
  public List<String> misspelled() {
    List<String> sentences = new ArrayList<>();
    for (Column column : List.of(Column.AMOUNT, Column.EVENT_TYPE, Column.CHURN_LABEL)) {
      boolean isThere = index(column) != ABSENT || (column == Column.AMOUNT && isProduct());
      if (!isThere && !explicit.containsKey(column)) {
        unusedBut(column, mayBe(column))
            .map(
                name ->
                    "The column %s is not used, though its name resembles %s; if that is meant, say so with %s."
                        .formatted(Text.quoted(name), column.id(), remedy(column, name)))
            .forEach(sentences::add);
      }
    }
    return sentences;
  }

  private static Predicate<String> mayBe(Column column) {
    return column == Column.CHURN_LABEL
        ? name -> Misspelling.isOfLongName(column, name)
        : name -> Misspelling.isOf(column, name);
  }

  private static String remedy(Column column, String name) {
    return "the option columns: {\"%s\": \"%s\"}%s"
        .formatted(
            column.id(),
            Text.shown(name).replace("\"", "\\\""),
            column == Column.CHURN_LABEL ? " and has_churn_label=true" : "");
  }

  /** {@return a sentence about headers that sound like amounts, of a file that has none} */
  public Optional<String> amountAdvice() {
    List<String> found =
        explicit.containsKey(Column.AMOUNT)
            ? List.of()
            : unusedBut(Column.AMOUNT, AmountNames::isLike)
                .filter(name -> !Misspelling.isOf(Column.AMOUNT, name)) // told already
                .limit(CANDIDATES)
                .toList();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "If %s has the amounts, say so with %s."
                .formatted(
                    found.stream().map(Text::quoted).collect(Collectors.joining(" or ")),
                    remedy(Column.AMOUNT, found.get(0))));
  }

  /** {@return the headers that are read as no column and fit} */
  private Stream<String> unusedBut(Column wanted, Predicate<String> fits) {
    Set<Integer> used =
        Stream.of(Column.values())
            .filter(column -> column != wanted)
            .map(this::index)
            .collect(Collectors.toSet());
    return IntStream.range(0, header.size())
        .filter(i -> !used.contains(i))
        .mapToObj(header::get)
        .filter(fits)
        .distinct();
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
