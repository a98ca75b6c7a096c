package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the options of an upload from its form; options missing there are read from the query. */
public final class UploadParameters {
  private static final Set<String> OF_A_DATASET =
      withConventions(
          "has_churn_label",
          "as_of",
          "activity_event_types",
          "churn_label_values",
          "pipeline",
          "force");
  // no activity_event_types, which the model defines, and nothing of labels, which scoring ignores
  private static final Set<String> OF_A_BATCH = withConventions("as_of", "batch_name");

  private UploadParameters() {}

  private static Set<String> withConventions(String... special) {
    return Stream.concat(ConventionFields.NAMES.stream(), Arrays.stream(special))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The options of a file that becomes a dataset.
   *
   * @param pipeline whether to compute features, train and score; empty means as the organization
   *     is set
   * @param force whether to go on although the data is not as expected
   */
  public record DatasetParameters(
      UploadOptions options, Optional<Boolean> pipeline, boolean force) {}

  /**
   * The options of a file to be scored.
   *
   * @param asOf the day from which to look back
   */
  public record BatchParameters(
      UploadOptions options, Optional<LocalDate> asOf, Optional<String> batchName) {}

  /** {@return the names of the options of a dataset} */
  public static String[] names() {
    return OF_A_DATASET.toArray(String[]::new);
  }

  /** {@return the names of the options of a file to be scored} */
  public static String[] namesOfBatch() {
    return OF_A_BATCH.toArray(String[]::new);
  }

  /**
   * {@return the options of a dataset}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all field errors
   */
  public static DatasetParameters parse(Map<String, String> form, Map<String, List<String>> query) {
    var fields = new UploadFields(form, query);
    var conventions = new ConventionFields(fields);
    var options =
        new UploadOptions(
            fields.flag("has_churn_label").orElse(false),
            fields.day("as_of"),
            fields.value("date_format"),
            activityEventTypes(fields),
            conventions.columns(),
            conventions.conventions());
    var dataset =
        new DatasetParameters(options, fields.flag("pipeline"), fields.flag("force").orElse(false));
    fields.throwErrors(OF_A_DATASET);
    return dataset;
  }

  /**
   * {@return the options of a file to be scored}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all field errors
   */
  public static BatchParameters parseBatch(
      Map<String, String> form, Map<String, List<String>> query) {
    var fields = new UploadFields(form, query);
    var conventions = new ConventionFields(fields);
    var options =
        new UploadOptions(
            false,
            Optional.empty(),
            fields.value("date_format"),
            Set.of(),
            conventions.columns(),
            conventions.conventions());
    var batch = new BatchParameters(options, fields.day("as_of"), fields.value("batch_name"));
    fields.throwErrors(OF_A_BATCH);
    return batch;
  }

  private static Set<String> activityEventTypes(UploadFields fields) {
    return fields.value("activity_event_types").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(type -> !type.isEmpty())
        .collect(Collectors.toSet());
  }
}
