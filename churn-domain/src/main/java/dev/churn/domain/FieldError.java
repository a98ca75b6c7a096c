package dev.churn.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is wrong with one of the values that a caller gave. It names the value in the words of the
 * domain; whoever took the value from somewhere else says where it stood there.
 *
 * @param field which value, for example {@code as_of}; in a list, what an item is, for example
 *     {@code event}
 * @param index which item of the list, from 0 on; empty if the value is no item of a list
 * @param part which part of the item, for example {@code day}; empty if the item as a whole is
 *     wrong
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

  /** An error of a value that is no item of a list. */
  public FieldError(String field, String problem) {
    this(field, OptionalInt.empty(), Optional.empty(), problem);
  }

  /** {@return an error of an item of a list as a whole} */
  public static FieldError ofItem(String item, int index, String problem) {
    return new FieldError(item, OptionalInt.of(index), Optional.empty(), problem);
  }

  /** {@return an error of a part of an item of a list} */
  public static FieldError ofItem(String item, int index, String part, String problem) {
    return new FieldError(item, OptionalInt.of(index), Optional.of(part), problem);
  }

  /**
   * {@return which value it is, for people: {@code as_of}, {@code event 3}, {@code event 3, day}}
   */
  public String place() {
    String item = index.isPresent() ? field + " " + index.getAsInt() : field;
    return part.map(name -> item + ", " + name).orElse(item);
  }
}
