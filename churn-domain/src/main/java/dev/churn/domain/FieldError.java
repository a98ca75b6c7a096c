package dev.churn.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A validation error of one input value. It uses the domain's names for values; the caller that
 * parsed the value from somewhere else adds its position there.
 *
 * @param field the name of the value, for example {@code as_of}; for a list, the name of an item,
 *     for example {@code event}
 * @param index the zero-based index of the list item; empty if the value is not a list item
 * @param part the invalid part of the item, for example {@code day}; empty if the whole item is
 *     invalid
 * @param problem what was expected and what was found
 */
public record FieldError(String field, OptionalInt index, Optional<String> part, String problem) {
  public FieldError {
    requireNonNull(field, "field");
    requireNonNull(part, "part");
    requireNonNull(problem, "problem");
    if (index.isPresent() && index.getAsInt() < 0) {
      throw new IllegalArgumentException("expected an index of 0 or more, found " + index);
    }
    if (part.isPresent() && index.isEmpty()) {
      throw new IllegalArgumentException("expected the index of the item with " + part.get());
    }
  }

  /** Creates an error for a value that is not a list item. */
  public FieldError(String field, String problem) {
    this(field, OptionalInt.empty(), Optional.empty(), problem);
  }

  /** {@return an error for a whole list item} */
  public static FieldError ofItem(String item, int index, String problem) {
    return new FieldError(item, OptionalInt.of(index), Optional.empty(), problem);
  }

  /** {@return an error for one part of a list item} */
  public static FieldError ofItem(String item, int index, String part, String problem) {
    return new FieldError(item, OptionalInt.of(index), Optional.of(part), problem);
  }

  /**
   * {@return the location of the value in readable form: {@code as_of}, {@code event 3}, {@code
   * event 3, day}}
   */
  public String place() {
    String item = index.isPresent() ? field + " " + index.getAsInt() : field;
    return part.map(name -> item + ", " + name).orElse(item);
  }
}
