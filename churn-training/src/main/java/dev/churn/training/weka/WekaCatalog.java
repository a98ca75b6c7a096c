package dev.churn.training.weka;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelFamily.ClassifierChoice;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.core.Option;
import weka.core.Utils;

/**
 * The classifiers of Weka that can be models. Names and options may come from anybody: they are
 * judged before anything of Weka is made or asked.
 */
final class WekaCatalog {
  private static final int MAX_NAME = 200;

  private WekaCatalog() {}

  /** {@return the classifiers on offer, by package and name; made anew on each call} */
  static List<ClassifierChoice> allowed() {
    return WekaSchemes.CLASSIFIERS.stream().map(WekaCatalog::entry).toList();
  }

  /**
   * Finds a classifier by its full name or the last part of it.
   *
   * @return the full name
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if there is no such classifier or
   *     it is refused
   */
  static String fullName(String name) {
    if (name.length() > MAX_NAME) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "Expected the name of a classifier of at most %d characters, found %d"
              .formatted(MAX_NAME, name.length()));
    }
    List<String> matches =
        WekaSchemes.CLASSIFIERS.stream()
            .filter(full -> full.equals(name) || shortName(full).equals(name))
            .toList();
    if (matches.size() == 1) {
      return matches.get(0);
    }
    throw refused(name)
        .orElseGet(
            () ->
                new ChurnException(
                    ErrorCode.UNPROCESSABLE,
                    ("Expected the name of a classifier of Weka, such as"
                            + " weka.classifiers.trees.J48 or J48, found '%s'")
                        .formatted(name)));
  }

  /**
   * Makes a classifier, not trained yet.
   *
   * @param name the full name or the last part of it
   * @param options as on Weka's command line; empty for the defaults
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the options cannot be read,
   *     {@link ErrorCode#UNPROCESSABLE} if classifier or options are refused, by us or by Weka
   */
  static Classifier create(String name, String options) {
    String fullName = fullName(name);
    String[] tokens = WekaOptions.split(fullName, options);
    AbstractClassifier classifier = instance(fullName);
    try {
      classifier.setOptions(tokens);
      Utils.checkForRemainingOptions(tokens);
    } catch (Exception | LinkageError e) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected options of %s, found '%s'; Weka says: %s"
              .formatted(fullName, options, words(e)),
          e);
    }
    // What Weka made of the options has to be as harmless as what was read here.
    WekaOptions.check(fullName, classifier.getOptions());
    return classifier;
  }

  /** {@return the options of a classifier, defaults included, as they are given to create it} */
  static String options(Classifier classifier) {
    return classifier instanceof AbstractClassifier abstractClassifier
        ? Utils.joinOptions(abstractClassifier.getOptions())
        : "";
  }

  /** {@return a sentence to show beforehand if so many rows are known to take long} */
  static Optional<String> slowWarning(String name, String options, long rows) {
    return WekaSpeeds.warning(fullName(name), options, rows);
  }

  /** What Weka says of an error, in one line. */
  static String words(Throwable error) {
    String message =
        Optional.ofNullable(error.getMessage()).orElse(error.getClass().getSimpleName());
    String line = message.strip().replaceAll("\\s+", " ");
    return line.length() <= 300 ? line : line.substring(0, 300) + "...";
  }

  private static Optional<ChurnException> refused(String name) {
    return WekaSchemes.REFUSED.entrySet().stream()
        .filter(entry -> entry.getKey().equals(name) || shortName(entry.getKey()).equals(name))
        .map(
            entry ->
                new ChurnException(
                    ErrorCode.UNPROCESSABLE,
                    "Expected a classifier that can be a model, found %s: %s"
                        .formatted(entry.getKey(), entry.getValue())))
        .findAny();
  }

  private static ClassifierChoice entry(String name) {
    AbstractClassifier classifier = instance(name);
    return new ClassifierChoice(
        name,
        shortName(name),
        sentence(classifier),
        WekaSpeeds.speed(name),
        synopses(name, classifier),
        Utils.joinOptions(classifier.getOptions()));
  }

  private static AbstractClassifier instance(String name) {
    WekaRuntime.start();
    try {
      return Class.forName(name)
          .asSubclass(AbstractClassifier.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException("Expected Weka 3.8.7 with " + name, e);
    }
  }

  private static String sentence(AbstractClassifier classifier) {
    try {
      Object info = classifier.getClass().getMethod("globalInfo").invoke(classifier);
      String text = info.toString().strip().replaceAll("\\s+", " ");
      int end = text.indexOf(". ");
      String first = end < 0 ? text : text.substring(0, end);
      return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Expected Weka to describe " + classifier.getClass(), e);
    }
  }

  private static List<String> synopses(String name, AbstractClassifier classifier) {
    List<String> lines = new ArrayList<>();
    for (Object each : Collections.list(classifier.listOptions())) {
      Option option = (Option) each;
      if (option.synopsis().isBlank()) {
        // The options of a nested scheme follow; they are those of the scheme and not of this one.
        break;
      }
      String flag = option.synopsis().strip().replaceFirst("\\s.*", "");
      if (WekaSchemes.forbidden(name, flag).isEmpty()) {
        lines.add(
            option.synopsis().strip()
                + "  "
                + option.description().strip().replaceAll("\\s+", " "));
      }
    }
    return List.copyOf(lines);
  }

  private static String shortName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
