package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.IsoDays;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the options of an upload from its form; options missing there are read from the query. */
public final class UploadParameters {
  private static final Set<String> OF_A_DATASET =
      new TreeSet<>(
          Set.of(
              "has_churn_label",
              "as_of",
              "date_format",
              "activity_event_types",
              "columns",
              "pipeline",
              "force"));
  // no activity_event_types, which the model defines, and no has_churn_label, which scoring ignores
  private static final Set<String> OF_A_BATCH =
      new TreeSet<>(Set.of("as_of", "batch_name", "columns", "date_format"));

  private final Set<String> names;
  private final Map<String, String> form;
  private final Map<String, List<String>> query;
  private final List<FieldError> errors = new ArrayList<>();

  private UploadParameters(
      Set<String> names, Map<String, String> form, Map<String, List<String>> query) {
    this.names = names;
    this.form = form;
    this.query = query;
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
    var parameters = new UploadParameters(OF_A_DATASET, form, query);
    var options =
        new UploadOptions(
            parameters.flag("has_churn_label").orElse(false),
            parameters.asOf(),
            parameters.value("date_format"),
            parameters.activityEventTypes(),
            parameters.columns());
    var dataset =
        new DatasetParameters(
            options, parameters.flag("pipeline"), parameters.flag("force").orElse(false));
    parameters.throwErrors();
    return dataset;
  }

  /**
   * {@return the options of a file to be scored}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all field errors
   */
  public static BatchParameters parseBatch(
      Map<String, String> form, Map<String, List<String>> query) {
    var parameters = new UploadParameters(OF_A_BATCH, form, query);
    var options =
        new UploadOptions(
            false,
            Optional.empty(),
            parameters.value("date_format"),
            Set.of(),
            parameters.columns());
    var batch = new BatchParameters(options, parameters.asOf(), parameters.value("batch_name"));
    parameters.throwErrors();
    return batch;
  }

  private void throwErrors() {
    for (String field : form.keySet()) {
      if (!names.contains(field)) { // it may be misspelled, and must not be ignored silently
        errors.add(
            new FieldError(
                field, "expected file or one of %s".formatted(String.join(", ", names))));
      }
    }
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The options of the upload cannot be read", errors);
    }
  }

  private Set<String> activityEventTypes() {
    return value("activity_event_types").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(type -> !type.isEmpty())
        .collect(Collectors.toSet());
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(form.get(name))
        .or(() -> query.getOrDefault(name, List.of()).stream().findFirst())
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private Optional<Boolean> flag(String name) {
    Optional<String> text = value(name).map(given -> given.toLowerCase(Locale.ROOT));
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      errors.add(new FieldError(name, "expected true or false, found " + quote(value(name).get())));
      return Optional.empty();
    }
    return text.map("true"::equals);
  }

  private Optional<LocalDate> asOf() {
    return value("as_of")
        .flatMap(
            text -> {
              Optional<LocalDate> day = IsoDays.parseDate(text);
              if (day.isEmpty()) {
                errors.add(
                    new FieldError(
                        "as_of", "expected a date such as 2024-01-31, found " + quote(text)));
              }
              return day;
            });
  }

  private Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    Optional<String> text = value("columns");
    if (text.isEmpty()) {
      return columns;
    }
    String expected = "expected a JSON object of texts such as {\"customer_id\": \"Client No\"}";
    try {
      JsonNode node = Json.read(text.get().getBytes(StandardCharsets.UTF_8));
      if (node.isObject() && node.valueStream().allMatch(JsonNode::isString)) {
        node.properties().forEach(e -> columns.put(e.getKey(), e.getValue().stringValue()));
        return columns;
      }
    } catch (JacksonException e) {
      // Reported below, together with JSON of another type.
    }
    errors.add(new FieldError("columns", expected + ", found " + quote(text.get())));
    return columns;
  }

  private static String quote(String text) {
    return "'" + (text.length() <= 64 ? text : text.substring(0, 64) + "…") + "'";
  }
}
