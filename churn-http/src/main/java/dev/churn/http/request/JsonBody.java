package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.features.util.JsonFault;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** A JSON object of a request that is read field by field and collects all errors. */
public final class JsonBody {
  /** How many errors are collected at most. */
  private static final int MAX_ERRORS = 100;

  private final JsonNode node;
  private final String list;
  private final int index;
  private final List<FieldError> errors;

  /** The whole body. */
  private JsonBody(JsonNode node) {
    this(node, "", 0, new ArrayList<>());
  }

  /** The object at {@code index} of {@code list}; both are needed for the paths of errors only. */
  private JsonBody(JsonNode node, String list, int index, List<FieldError> errors) {
    this.node = node;
    this.list = list;
    this.index = index;
    this.errors = errors;
  }

  /**
   * {@return the request's body}
   *
   * @param known the fields that it may have; others are errors, since they may be misspelled
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it is no JSON object, and as
   *     {@link BodyReading#json}
   */
  public static JsonBody of(Context ctx, Set<String> known) throws IOException {
    return of(BodyReading.json(ctx), known);
  }

  /**
   * {@return a body that has been read}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it is no JSON object
   */
  public static JsonBody of(byte[] bytes, Set<String> known) {
    JsonBody body = of(bytes);
    for (String field : body.node.propertyNames()) {
      if (!known.contains(field)) {
        body.wrong(field, "expected one of %s".formatted(String.join(", ", new TreeSet<>(known))));
      }
    }
    return body;
  }

  /** {@return a body that has been read, with fields of any names} Throws as the others do. */
  static JsonBody of(byte[] bytes) {
    JsonNode node = parse(bytes);
    if (!node.isObject()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The body: expected a JSON object, found " + kind(node));
    }
    return new JsonBody(node);
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return Json.read(bytes);
    } catch (JacksonException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "The body: expected JSON, found %s%s"
              .formatted(
                  JsonFault.inWords(e.getOriginalMessage()),
                  e.getLocation() == null
                      ? ""
                      : " (line %d, column %d)"
                          .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())),
          whereIn(e));
    }
  }

  private static List<FieldError> whereIn(JacksonException e) {
    if (e.processor() instanceof JsonParser parser && parser.streamReadContext() != null) {
      String pointer = parser.streamReadContext().pathAsPointer().toString();
      if (!pointer.isEmpty()) {
        String field = pointer.substring(1).replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
        return List.of(new FieldError(field, "expected a JSON value"));
      }
    }
    return List.of();
  }

  public boolean has(String field) {
    return node.has(field);
  }

  /** {@return the names of all fields except some} */
  Set<String> otherFields(Set<String> known) {
    Set<String> others = new TreeSet<>(node.propertyNames());
    others.removeAll(known);
    return others;
  }

  /**
   * Adds an error about a field for {@link #throwErrors}; after {@value #MAX_ERRORS} errors,
   * further ones are dropped.
   *
   * @param field the field of this object; in the error its path in the whole body stands
   * @param problem what was expected and what was found
   */
  public void wrong(String field, String problem) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new FieldError(pathOf(field), problem));
    }
  }

  private String pathOf(String field) {
    return list.isEmpty() ? field : "%s[%d].%s".formatted(list, index, field);
  }

  /** {@return whether the maximum number of errors is reached} */
  boolean isHopeless() {
    return errors.size() >= MAX_ERRORS;
  }

  /**
   * Ends the reading.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all that was wrong, if anything
   *     was
   */
  public void throwErrors() {
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          errors.size() == 1
              ? "The body: 1 field is wrong"
              : "The body: %d fields are wrong".formatted(errors.size()),
          errors);
    }
  }

  /** {@return a required, non-blank text; "" after an error} */
  public String requiredText(String field) {
    Optional<String> text = text(field);
    if (text.isEmpty() || text.get().isBlank()) {
      if (node.path(field).isMissingNode() || node.path(field).isNull() || text.isPresent()) {
        wrong(field, "expected a text, found " + (text.isPresent() ? "a blank one" : "none"));
      }
      return "";
    }
    return text.get();
  }

  /** {@return a text; empty if it is missing or null, and after the error of another type} */
  Optional<String> text(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      wrong(field, "expected a text, found " + kind(value));
      return Optional.empty();
    }
    return value.stringValueOpt();
  }

  /** {@return the digits of a whole number; empty if there is something else or nothing} */
  Optional<String> wholeNumberText(String field) {
    JsonNode value = node.path(field);
    return value.isIntegralNumber() ? Optional.of(value.asString()) : Optional.empty();
  }

  /**
   * {@return a text, or the text of a number; empty if it is missing or null, and after the error
   * of another type}
   */
  Optional<String> textOrNumber(String field) {
    JsonNode value = node.path(field);
    return value.isNumber() ? Optional.of(value.asString()) : text(field);
  }

  /** {@return whether a field has a text} */
  boolean hasText(String field) {
    return node.path(field).isString();
  }

  /** {@return the names of all fields in their order} */
  List<String> names() {
    return List.copyOf(node.propertyNames());
  }

  /** {@return a finite number; empty if it is missing or null, and after an error} */
  public OptionalDouble number(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      wrong(field, "expected a number, found " + kind(value));
      return OptionalDouble.empty();
    }
    OptionalDouble number = value.doubleValueOpt();
    if (number.isEmpty() || !Double.isFinite(number.getAsDouble())) {
      wrong(field, "expected a finite number, found one beyond ±1.8e308");
      return OptionalDouble.empty();
    }
    return number;
  }

  /** {@return a whole number; empty if it is missing, and after an error} */
  public OptionalInt wholeNumber(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      wrong(
          field,
          "expected a whole number, found "
              + (value.isNumber() ? "one with a fraction or out of range" : kind(value)));
      return OptionalInt.empty();
    }
    return OptionalInt.of(value.intValue());
  }

  /** {@return true or false; empty if it is missing, and after an error} */
  public Optional<Boolean> flag(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      wrong(field, "expected true or false, found " + kind(value));
      return Optional.empty();
    }
    return Optional.of(value.booleanValue());
  }

  /** {@return a list of texts; empty if it is missing, and after an error} */
  public Optional<List<String>> texts(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isString)) {
      wrong(field, "expected a list of texts, found " + kind(value));
      return Optional.empty();
    }
    return Optional.of(value.valueStream().map(JsonNode::stringValue).toList());
  }

  /** {@return the objects of a required list; an empty list after an error} */
  public List<JsonBody> requiredObjects(String field) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      wrong(field, "expected a list, found " + (value.isMissingNode() ? "none" : kind(value)));
      return List.of();
    }
    List<JsonBody> objects = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      JsonNode element = value.get(i);
      if (element.isObject()) {
        objects.add(new JsonBody(element, pathOf(field), i, errors));
      } else {
        wrong("%s[%d]".formatted(field, i), "expected an object, found " + kind(element));
      }
    }
    return objects;
  }

  /** {@return the parsed value of a required text; empty after an error} */
  public <T> Optional<T> required(String field, Function<String, T> parser) {
    String text = requiredText(field);
    return text.isEmpty() ? Optional.empty() : parsed(field, text, parser);
  }

  /** {@return the parsed values of a list of texts; empty if it is missing, and after an error} */
  public <T> List<T> list(String field, Function<String, T> parser) {
    List<String> texts = texts(field).orElse(List.of());
    List<T> values = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      parsed("%s[%d]".formatted(field, i), texts.get(i), parser).ifPresent(values::add);
    }
    return values;
  }

  private <T> Optional<T> parsed(String field, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (ChurnException e) {
      wrong(field, e.getMessage());
      return Optional.empty();
    }
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "a boolean";
      case MISSING -> "nothing";
      case NULL -> "null";
      case NUMBER -> "a number";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a text";
    };
  }
}
