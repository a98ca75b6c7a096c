package dev.churn.training.weka;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.training.data.InputSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is chosen for a model of Weka.
 *
 * @param classifier the full name of its class
 * @param options as on Weka's command line; empty for the defaults
 * @param inputs what it learns from
 * @param calibrated whether its probabilities are calibrated
 */
record WekaChoice(String classifier, String options, InputSet inputs, boolean calibrated) {
  static final String CLASSIFIER = "classifier";
  static final String OPTIONS = "options";
  static final String INPUTS = "inputs";
  static final String CALIBRATION = "calibration";

  private static final Set<String> NAMES = Set.of(CLASSIFIER, OPTIONS, INPUTS, CALIBRATION);

  /**
   * {@return the choice that options make}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if an option is missing, unknown or
   *     cannot be read, {@link ErrorCode#UNPROCESSABLE} if Weka or we refuse the classifier
   */
  static WekaChoice of(Map<String, String> options) {
    for (String name : options.keySet()) {
      if (!NAMES.contains(name)) {
        throw ChurnException.ofField(
            ErrorCode.INVALID_INPUT,
            name,
            "expected an option of a Weka model: classifier, options, inputs or calibration");
      }
    }
    if (options.getOrDefault(CLASSIFIER, "").isBlank()) {
      throw ChurnException.ofField(
          ErrorCode.INVALID_INPUT,
          CLASSIFIER,
          "expected the name of a classifier, such as weka.classifiers.trees.J48, found none");
    }
    String classifier = WekaCatalog.fullName(options.get(CLASSIFIER).strip());
    String text = options.getOrDefault(OPTIONS, "").strip();
    WekaCatalog.create(classifier, text);
    return new WekaChoice(
        classifier,
        text,
        inputs(options.getOrDefault(INPUTS, InputSet.FEATURES.id())),
        isCalibrated(options.getOrDefault(CALIBRATION, "auto")));
  }

  private static InputSet inputs(String id) {
    return InputSet.current().stream()
        .filter(set -> set.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                ChurnException.ofField(
                    ErrorCode.INVALID_INPUT,
                    INPUTS,
                    "expected one of %s, found '%s'"
                        .formatted(
                            InputSet.current().stream()
                                .map(InputSet::id)
                                .collect(Collectors.joining(", ")),
                            id)));
  }

  /** {@return the same choice with other inputs, such as those of an earlier version} */
  WekaChoice with(InputSet others) {
    return new WekaChoice(classifier, options, others, calibrated);
  }

  private static boolean isCalibrated(String text) {
    return switch (text) {
      case "auto" -> true;
      case "none" -> false;
      default ->
          throw ChurnException.ofField(
              ErrorCode.INVALID_INPUT,
              CALIBRATION,
              "expected auto or none, found '%s'".formatted(text));
    };
  }

  /** {@return the options that make this choice; those that hold by default are left out} */
  Map<String, String> asOptions() {
    Map<String, String> named = new TreeMap<>();
    named.put(CLASSIFIER, classifier);
    if (!options.isEmpty()) {
      named.put(OPTIONS, options);
    }
    if (inputs != InputSet.FEATURES) {
      named.put(INPUTS, inputs.id());
    }
    if (!calibrated) {
      named.put(CALIBRATION, "none");
    }
    return named;
  }

  String shortName() {
    return classifier.substring(classifier.lastIndexOf('.') + 1);
  }
}
