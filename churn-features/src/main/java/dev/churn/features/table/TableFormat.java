package dev.churn.features.table;

import dev.churn.domain.feature.Feature;
import java.util.List;
import java.util.stream.Stream;

/** The columns of a feature table. */
final class TableFormat {
  static final List<String> HEADER =
      Stream.of(
              Stream.of("customer_id", "as_of"),
              Stream.of(Feature.values()).map(Feature::columnName),
              Stream.of("churn_label"))
          .flatMap(names -> names)
          .toList();

  private TableFormat() {}
}
