package dev.churn.features.event;

import dev.churn.domain.ChurnException;
import dev.churn.domain.PlainText;
import dev.churn.features.csv.Column;
import dev.churn.features.csv.ColumnMap;
import dev.churn.features.csv.Misspelling;
import dev.churn.features.util.DoubleParser;
import dev.churn.features.util.Text;
import dev.churn.features.value.AmountText;
import dev.churn.features.value.CustomerIds;
import dev.churn.features.value.MissingValues;
import dev.churn.features.value.Names;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads events that do not come in a file, but one by one as fields with names and texts. Names,
 * amounts, words for missing values and customers are read as those of files are, by the same code.
 * Immutable, safe for use by several threads.
 */
public final class EventFields {
  /** The columns that a misspelled name may mean; others would be guessed too often. */
  private static final List<Column> MISSPELLED =
      List.of(Column.EVENT_DATE, Column.AMOUNT, Column.EVENT_TYPE);

  static final String PRODUCT_TOO_LARGE =
      "expected a quantity and a unit price whose product is between -1e12 and 1e12";

  private final MissingValues missing = MissingValues.of(Optional.empty());
  private final CustomerIds customers = new CustomerIds(false);

  /** A field of an event that is read. */
  public enum Field {
    EVENT_DATE(Column.EVENT_DATE),
    AMOUNT(Column.AMOUNT),
    EVENT_TYPE(Column.EVENT_TYPE),
    QUANTITY(Column.QUANTITY),
    UNIT_PRICE(Column.UNIT_PRICE);

    private final Column column;

    Field(Column column) {
      this.column = column;
    }

    /** {@return the name that is documented} */
    public String id() {
      return column.id();
    }
  }

  /** What a text says. */
  public sealed interface Value<T> {
    /** A value that was read. */
    record Read<T>(T value) implements Value<T> {}

    /** No value. */
    record Missing<T>() implements Value<T> {}

    /**
     * A text that cannot be read.
     *
     * @param problem what was expected and what was found
     * @param isAmbiguous whether it can be read in two ways
     */
    record Unreadable<T>(String problem, boolean isAmbiguous) implements Value<T> {}
  }

  /**
   * Which names stand for which fields.
   *
   * @param names the names by field
   * @param guessed the fields whose names others use too, such as {@code value}
   * @param problems by name, why it cannot be told what it stands for
   * @param others the names that stand for no field
   */
  public record Layout(
      Map<Field, String> names,
      List<Field> guessed,
      Map<String, String> problems,
      List<String> others) {
    public Layout {
      names = Map.copyOf(names);
      guessed = List.copyOf(guessed);
      problems = Map.copyOf(problems);
      others = List.copyOf(others);
    }

    /** {@return the name of a field, if the event has it} */
    public Optional<String> name(Field field) {
      return Optional.ofNullable(names.get(field));
    }

    /** {@return whether the amount is the quantity times the unit price} */
    public boolean isProduct() {
      return names.containsKey(Field.QUANTITY) && names.containsKey(Field.UNIT_PRICE);
    }
  }

  /** {@return whether two names are the same but for case, blanks and {@code _ - .}} */
  public static boolean areSame(String one, String other) {
    return Column.normalized(one).equals(Column.normalized(other));
  }

  /** {@return whether a name may stand for the customer} */
  public static boolean isCustomer(String name) {
    return Column.CUSTOMER_ID.isNamed(name) || Column.CUSTOMER_ID.isCalled(name);
  }

  /** {@return which of an event's names stand for which fields} */
  public Layout layout(Collection<String> names) {
    List<String> header = List.copyOf(names);
    var columns = new ColumnMap(header, Map.of());
    Map<Field, String> found = new EnumMap<>(Field.class);
    List<Field> guessed = new ArrayList<>();
    Map<String, String> problems = new TreeMap<>();
    for (Field field : Field.values()) {
      try {
        if (columns.index(field.column) >= 0) {
          found.put(field, columns.name(field.column));
          if (columns.isGuessed(field.column)) {
            guessed.add(field);
          }
        }
      } catch (ChurnException e) { // several names for one field
        List<String> several = header.stream().filter(name -> isOf(field.column, name)).toList();
        problems.put(
            several.get(0),
            "expected one field for %s, found %s".formatted(field.id(), quoted(several)));
      }
    }
    List<String> others =
        header.stream().filter(name -> !found.containsValue(name)).sorted().toList();
    for (Column column : MISSPELLED) {
      if (isAbsent(column, found)) {
        others.stream()
            .filter(name -> Misspelling.isOf(column, name))
            .forEach(name -> problems.put(name, "is unknown; is %s meant?".formatted(column.id())));
      }
    }
    return new Layout(found, guessed, problems, others);
  }

  private static boolean isOf(Column column, String name) {
    return column.isNamed(name) || column.isCalled(name);
  }

  private static String quoted(List<String> names) {
    return String.join(" and ", names.stream().map(Text::quoted).toList());
  }

  private static boolean isAbsent(Column column, Map<Field, String> found) {
    return found.keySet().stream()
        .noneMatch(
            field ->
                field.column == column || (column == Column.AMOUNT && field == Field.UNIT_PRICE));
  }

  /** {@return the customer that a text means} */
  public Value<String> customer(String text) {
    String id = customers.mended(Text.trim(text));
    if (missing.contains(id)) {
      return new Value.Unreadable<>(
          "expected a customer id, found "
              + (id.isEmpty() ? "a blank one" : Text.quoted(id) + ", which stands for no value"),
          false);
    }
    if (id.length() > Names.MAX_LENGTH) {
      return new Value.Unreadable<>(
          "expected %d characters at most".formatted(Names.MAX_LENGTH), false);
    }
    if (Text.hasControl(id)) {
      return new Value.Unreadable<>("expected a customer id without control characters", false);
    }
    return PlainText.hasUnpairedSurrogate(id)
        ? new Value.Unreadable<>("expected a customer id without unpaired surrogates", false)
        : new Value.Read<>(id);
  }

  /** {@return whether {@link #customer} reads a text as it is, which is quickly seen} */
  public boolean isPlainCustomer(String text) {
    return isPlain(text) && text.charAt(0) != '=' && text.charAt(0) != '\'';
  }

  /** {@return whether {@link #eventType} reads a text as it is, or as none if it is empty} */
  public boolean isPlainType(String text) {
    return text.isEmpty() || isPlain(text);
  }

  private boolean isPlain(String text) {
    int length = text.length();
    if (length == 0 || length > Names.MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c > '~' && !Character.isLetter(c))) {
        return false;
      }
    }
    return text.charAt(0) != ' ' && text.charAt(length - 1) != ' ' && !missing.contains(text);
  }

  /** {@return the event type that a text means} */
  public Value<String> eventType(String text) {
    String type = Text.trim(text);
    if (missing.contains(type)) {
      return new Value.Missing<>();
    }
    String problem = Names.problem(type);
    return problem == null
        ? new Value.Read<>(type)
        : new Value.Unreadable<>(problem + ", found " + Text.quoted(type), false);
  }

  /** {@return the amount that a text means; there is no file that shows its decimal separator} */
  public Value<Double> amount(String text) {
    String number = Text.trim(text);
    if (missing.contains(number)) {
      return new Value.Missing<>();
    }
    AmountText amount = AmountText.of(number);
    if (!amount.isNumber()) {
      return new Value.Unreadable<>(
          "expected a number such as 12.50, found " + Text.quoted(number), false);
    }
    if (amount.isAmbiguous() && amount.proof().isEmpty()) {
      return new Value.Unreadable<>(
          "expected a number such as 1250.00, found %s, which is %s or %s"
              .formatted(Text.quoted(number), shown(amount.point()), shown(amount.comma())),
          true);
    }
    return new Value.Read<>(
        amount
            .proof()
            .map(amount::value)
            .orElseGet(() -> Double.isNaN(amount.point()) ? amount.comma() : amount.point()));
  }

  /** {@return the amount of an event of a quantity at a unit price} */
  public Value<Double> product(double quantity, double unitPrice) {
    double amount = quantity * unitPrice;
    return Math.abs(amount) <= DoubleParser.MAX_AMOUNT
        ? new Value.Read<>(amount)
        : new Value.Unreadable<>(PRODUCT_TOO_LARGE, false);
  }

  private static String shown(double amount) {
    return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
  }

  /**
   * {@return a reader of the days of events that belong together} Their format is found from all of
   * them, as that of a file is.
   *
   * @param zone the time zone on whose days instants fall
   * @param today the day in that zone
   */
  public static EventDays days(ZoneId zone, LocalDate today, Stream<String> texts) {
    return new EventDays(zone, today, texts.map(Text::trim).toList());
  }
}
