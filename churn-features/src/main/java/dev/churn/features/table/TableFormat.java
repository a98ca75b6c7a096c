package dev.churn.features.table;

import dev.churn.domain.feature.FeatureNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The columns of a feature table. */
final class TableFormat {
  /**
   * Maximum number of columns that are read; a table of another version may have more than this
   * one.
   */
  static final int MAX_COLUMNS = 512;

  private static final String CUSTOMER = "customer_id";
  private static final String AS_OF = "as_of";
  private static final String LABEL = "churn_label";
  private static final String NEXT = "next_activity_days";

  /** In place of a label, at a day without labels: that the customer has left by an event. */
  static final String LEFT = "left";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private TableFormat() {}

  /** {@return the columns of a table with so many watched event types} */
  static List<String> header(int watchedTypes) {
    return Stream.of(
            Stream.of(CUSTOMER, AS_OF),
            FeatureNames.watching(watchedTypes).stream(),
            Stream.of(LABEL, NEXT))
        .flatMap(names -> names)
        .toList();
  }

  /** {@return the place of the label in a table with so many features} */
  static int labelPlace(int features) {
    return 2 + features;
  }

  /**
   * {@return the number of outcomes in the last columns: the label, and in tables of this version
   * the days to the next activity}
   */
  static int outcomes(List<String> header) {
    return header.get(header.size() - 1).equals(NEXT) ? 2 : 1;
  }

  /**
   * {@return the features named in a header, or empty if it is not the header of a feature table}
   */
  static Optional<List<String>> features(List<String> header) {
    int label = header.size() - outcomes(header);
    boolean isTable =
        label > 2
            && header.get(0).equals(CUSTOMER)
            && header.get(1).equals(AS_OF)
            && header.get(label).equals(LABEL);
    return Optional.of(header)
        .filter(names -> isTable && names.stream().allMatch(NAME.asMatchPredicate()))
        .map(names -> names.subList(2, label));
  }
}
