package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A type of model that can be trained, as people are told of it.
 *
 * @param description what the name stands for, in one sentence
 * @param whenToUse in one sentence
 * @param speed how training time grows with the rows
 * @param options what can be chosen
 * @param classifiers the names that its first option takes; empty if there is no choice
 */
public record ModelFamily(
    ModelType type,
    String description,
    String whenToUse,
    Speed speed,
    List<Option> options,
    List<ClassifierChoice> classifiers) {
  /** How long training takes beside the other types. */
  public enum Speed {
    /** In proportion to the rows: seconds for a hundred thousand. */
    FAST,
    /** Slower or growing faster than the rows: seconds to minutes for ten thousand. */
    MEDIUM,
    /** Growing much faster than the rows: minutes for ten thousand. */
    SLOW,
    /** Depends on the classifier. */
    VARIES
  }

  /**
   * Something that can be chosen.
   *
   * @param defaultValue what holds if it is not; empty for nothing
   */
  public record Option(String name, String description, String defaultValue) {
    public Option {
      requireNonNull(name, "name");
      requireNonNull(description, "description");
      requireNonNull(defaultValue, "defaultValue");
    }
  }

  /**
   * A classifier of the family.
   *
   * @param name full, as the option takes it
   * @param shortName also taken
   * @param options a line for each: how it is written, and what it does
   * @param defaults the options as they are when none are given
   */
  public record ClassifierChoice(
      String name,
      String shortName,
      String description,
      Speed speed,
      List<String> options,
      String defaults) {
    public ClassifierChoice {
      options = List.copyOf(options);
    }
  }

  public ModelFamily {
    requireNonNull(type, "type");
    requireNonNull(description, "description");
    requireNonNull(whenToUse, "whenToUse");
    requireNonNull(speed, "speed");
    options = List.copyOf(options);
    classifiers = List.copyOf(classifiers);
  }
}
