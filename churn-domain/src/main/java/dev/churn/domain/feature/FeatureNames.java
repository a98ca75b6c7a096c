package dev.churn.domain.feature;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.event.WatchedTypes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks the feature names of stored data. Another version of the program may use other features,
 * whose values must not be confused with those of this version.
 */
public final class FeatureNames {
  private static final List<String> EIGHT =
      Arrays.stream(Feature.values()).map(Feature::columnName).toList();
  private static final List<String> KNOWN =
      Stream.concat(
              EIGHT.stream(),
              Arrays.stream(FurtherFeature.values()).map(FurtherFeature::columnName))
          .toList();

  /** The names of a table's features, by the number of watched event types. */
  private static final List<List<String>> WATCHING =
      IntStream.rangeClosed(0, WatchedTypes.MAX).mapToObj(FeatureNames::with).toList();

  private FeatureNames() {}

  private static List<String> with(int types) {
    return Stream.concat(
            KNOWN.stream(),
            IntStream.range(0, types)
                .boxed()
                .flatMap(
                    type ->
                        Arrays.stream(TypeFeature.values()).map(column -> column.columnName(type))))
        .toList();
  }

  /**
   * {@return the names of the features that every table of this version has: the eight, in the
   * order of {@link Feature}, then the further ones, in the order of {@link FurtherFeature}}
   */
  public static List<String> known() {
    return KNOWN;
  }

  /**
   * {@return the names of all features of a table: the known ones, then those of each watched event
   * type}
   *
   * @param types the number of watched event types, at most {@link WatchedTypes#MAX}
   */
  public static List<String> watching(int types) {
    return WATCHING.get(types);
  }

  /** {@return whether these are the features of a table, with any number of watched types} */
  public static boolean areKnown(List<String> names) {
    return WATCHING.contains(names);
  }

  /**
   * {@return the names of the eight features that answers and explanations name} They were all that
   * earlier versions had.
   */
  public static List<String> eight() {
    return EIGHT;
  }

  /**
   * Checks that stored data has exactly the features of this version, the further ones included, in
   * the same order, and behind them those of watched event types, if there are any.
   *
   * @param subject the stored data, as the beginning of a sentence
   * @param found the feature names of the stored data
   * @param remedy how to fix the problem, as the end of a sentence
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} and both lists of names if they
   *     differ
   */
  public static void requireKnown(String subject, List<String> found, String remedy) {
    if (!areKnown(found)) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "%s was made with the features %s; this version needs %s; %s"
              .formatted(subject, String.join(", ", found), String.join(", ", KNOWN), remedy));
    }
  }
}
