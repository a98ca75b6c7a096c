package dev.churn.domain.feature;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.Arrays;
import java.util.List;

/**
 * The names of the features with which something stored was made: another version of the program
 * may know others, whose numbers must not be taken for those of this one.
 */
public final class FeatureNames {
  private static final List<String> KNOWN =
      Arrays.stream(Feature.values()).map(Feature::columnName).toList();

  private FeatureNames() {}

  /** {@return the names of all features of this version, in the order of {@link Feature}} */
  public static List<String> known() {
    return KNOWN;
  }

  /**
   * Refuses what was made with other features, or with the same in another order.
   *
   * @param subject what was made with them, as the beginning of a sentence
   * @param found their names
   * @param remedy what to do about it, as the end of a sentence
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} and both lists of names
   */
  public static void requireKnown(String subject, List<String> found, String remedy) {
    if (!found.equals(KNOWN)) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "%s was made with the features %s; this version needs %s; %s"
              .formatted(subject, String.join(", ", found), String.join(", ", KNOWN), remedy));
    }
  }
}
