package dev.churn.http.view;

import dev.churn.domain.model.ModelFamily;
import java.util.List;
import java.util.Locale;

/**
 * A type of model that can be trained.
 *
 * @param speed {@code fast}, {@code medium}, {@code slow} or {@code varies}
 */
public record ModelTypeView(
    String modelType,
    String description,
    String whenToUse,
    String speed,
    List<OptionView> options,
    List<ClassifierView> classifiers) {
  /** An option of the type, a query parameter of train. */
  public record OptionView(String name, String description, String defaultValue) {}

  /** A classifier that the option {@code classifier} may name. */
  public record ClassifierView(
      String name,
      String shortName,
      String description,
      String speed,
      List<String> options,
      String defaults) {}

  public static ModelTypeView of(ModelFamily family) {
    return new ModelTypeView(
        family.type().id(),
        family.description(),
        family.whenToUse(),
        lower(family.speed()),
        family.options().stream()
            .map(
                option ->
                    new OptionView(option.name(), option.description(), option.defaultValue()))
            .toList(),
        family.classifiers().stream()
            .map(
                choice ->
                    new ClassifierView(
                        choice.name(),
                        choice.shortName(),
                        choice.description(),
                        lower(choice.speed()),
                        choice.options(),
                        choice.defaults()))
            .toList());
  }

  private static String lower(ModelFamily.Speed speed) {
    return speed.name().toLowerCase(Locale.ROOT);
  }
}
