package dev.churn.http.request;

import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.domain.dataset.FileConventions;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads from an upload's fields how its file is to be read. */
final class ConventionFields {
  /** The names of the fields for files of any kind. */
  static final Set<String> NAMES =
      Set.of("columns", "date_format", "decimal_separator", "encoding", "missing_values", "sheet");

  private static final String NO_COLUMN = "none";

  /** As in {@link dev.churn.domain.dataset.UploadOptions#columns}. */
  private static final String POSITION = "#";

  private static final int MAX_WORD = 256;

  private final UploadFields fields;

  ConventionFields(UploadFields fields) {
    this.fields = fields;
  }

  /** {@return the conventions, in UTC} */
  FileConventions conventions() {
    return new FileConventions(
        encoding(),
        fields.value("sheet"),
        decimalSeparator(),
        missingValues(),
        churnLabels(),
        ZoneOffset.UTC,
        false);
  }

  private Optional<String> encoding() {
    Optional<String> name = fields.value("encoding");
    if (name.isPresent() && !isCharset(name.get())) {
      fields.wrong("encoding", "expected a character set such as UTF-8 or windows-1252");
      return Optional.empty();
    }
    return name;
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private Optional<DecimalSeparator> decimalSeparator() {
    Optional<String> text = fields.value("decimal_separator");
    Optional<DecimalSeparator> separator =
        text.flatMap(
            given ->
                switch (given.toLowerCase(Locale.ROOT)) {
                  case "point" -> Optional.of(DecimalSeparator.POINT);
                  case "comma" -> Optional.of(DecimalSeparator.COMMA);
                  default -> DecimalSeparator.of(given);
                });
    if (text.isPresent() && separator.isEmpty()) {
      fields.wrong("decimal_separator", "expected point, comma, '.' or ','");
    }
    return separator;
  }

  private Optional<Set<String>> missingValues() {
    return fields
        .json(
            "missing_values",
            "expected a JSON list of words such as [\"NULL\", \"N/A\"], or [] for none",
            node -> node.isArray() && node.valueStream().allMatch(ConventionFields::isWord))
        .map(
            words ->
                words
                    .valueStream()
                    .map(word -> word.stringValue().strip())
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toSet()));
  }

  private static boolean isWord(JsonNode node) {
    return node.isString()
        && node.stringValue().length() <= MAX_WORD
        && node.stringValue().chars().noneMatch(Character::isISOControl);
  }

  private Map<String, Boolean> churnLabels() {
    Map<String, Boolean> labels = new HashMap<>();
    fields
        .json(
            "churn_label_values",
            "expected a JSON object of words such as {\"gone\": true, \"here\": false}, each once"
                + " in any case",
            ConventionFields::areLabels)
        .ifPresent(
            node ->
                node.properties()
                    .forEach(
                        e ->
                            labels.put(e.getKey().strip(), isChurned(e.getValue()).orElseThrow())));
    return labels;
  }

  private static boolean areLabels(JsonNode node) {
    return node.isObject()
        && node.propertyNames().stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty() && word.length() <= MAX_WORD)
                .distinct()
                .count()
            == node.size()
        && node.valueStream().allMatch(value -> isChurned(value).isPresent());
  }

  private static Optional<Boolean> isChurned(JsonNode value) {
    return switch (value.isBoolean() || value.isIntegralNumber() ? value.asString() : "") {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** {@return the headers of the file by this system's names, as upload options have them} */
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    fields
        .json(
            "columns",
            "expected a JSON object of headers such as {\"customer_id\": \"Client No\"}, or of"
                + " positions from 1 on; null or \"none\" for an optional column that is not there",
            node -> node.isObject() && node.valueStream().allMatch(ConventionFields::isColumn))
        .ifPresent(
            node -> node.properties().forEach(e -> columns.put(e.getKey(), column(e.getValue()))));
    return columns;
  }

  private static boolean isColumn(JsonNode value) {
    return value.isString()
        || value.isNull()
        || (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1);
  }

  private static String column(JsonNode value) {
    if (value.isNull()) {
      return NO_COLUMN;
    }
    return value.isString() ? value.stringValue() : POSITION + value.intValue();
  }
}
