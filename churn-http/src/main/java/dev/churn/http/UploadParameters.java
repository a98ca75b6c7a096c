package dev.churn.http;

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

/** Reads the options of an upload from its form, and where that is silent from the query. */
final class UploadParameters {
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "has_churn_label",
              "as_of",
              "date_format",
              "activity_event_types",
              "columns",
              "pipeline"));

  private final Map<String, String> form;
  private final Map<String, List<String>> query;
  private final List<FieldError> errors = new ArrayList<>();

  private UploadParameters(Map<String, String> form, Map<String, List<String>> query) {
    this.form = form;
    this.query = query;
  }

  /**
   * All options.
   *
   * @param file how it is to be read
   * @param pipeline whether features, model and scores are to follow; empty for the setting
   */
  record Read(UploadOptions file, Optional<Boolean> pipeline) {}

  /** {@return what the options are called} */
  static String[] names() {
    return NAMES.toArray(String[]::new);
  }

  /**
   * {@return the options}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all that is wrong
   */
  static Read parse(Map<String, String> form, Map<String, List<String>> query) {
    return new UploadParameters(form, query).read();
  }

  private Read read() {
    for (String field : form.keySet()) {
      if (!NAMES.contains(field)) { // a misspelt option must not be an option silently left out
        errors.add(
            new FieldError(
                field, "expected file or one of %s".formatted(String.join(", ", NAMES))));
      }
    }
    boolean hasChurnLabel = flag("has_churn_label").orElse(false);
    Optional<Boolean> pipeline = flag("pipeline");
    Optional<LocalDate> asOf = asOf();
    Set<String> types =
        value("activity_event_types").stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .filter(type -> !type.isEmpty())
            .collect(Collectors.toSet());
    Map<String, String> columns = columns();
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The options of the upload cannot be read", errors);
    }
    return new Read(
        new UploadOptions(hasChurnLabel, asOf, value("date_format"), types, columns), pipeline);
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
      // Told below, as JSON of another kind is.
    }
    errors.add(new FieldError("columns", expected + ", found " + quote(text.get())));
    return columns;
  }

  private static String quote(String text) {
    return "'" + (text.length() <= 64 ? text : text.substring(0, 64) + "…") + "'";
  }
}
