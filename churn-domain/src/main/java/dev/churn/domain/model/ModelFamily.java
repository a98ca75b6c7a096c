package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A model type that can be trained, described for display.
 *
 * @param description explains the type in one sentence
 * @param whenToUse one sentence
 * @param speed how training time grows with the number of rows
 * @param options the options of the type
 * @param classifiers the values of its first option; empty if there is no choice
 */
public record ModelFamily(
    ModelType type,
    String description,
    String whenToUse,
    Speed speed,
    List<Option> options,
    List<ClassifierChoice> classifiers) {
  /** The training time, relative to other types. */
  public enum Speed {
    /** Training time is proportional to the rows: seconds for 100,000 rows. */
    FAST,
    /** Slower, or growing faster than the rows: seconds to minutes for 10,000 rows. */
    MEDIUM,
    /** Training time grows much faster than the rows: minutes for 10,000 rows. */
    SLOW,
    /** Depends on the classifier. */
    VARIES
  }

  /**
   * An option of a model type.
   *
   * @param defaultValue the value if the option is not given; empty means none
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
   * @param name the full name, as the option's value
   * @param shortName an accepted short form of the name
   * @param options one line for each option: its syntax and its effect
   * @param defaults the options in effect when none are given
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
