package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Excerpt;
import dev.churn.domain.FieldError;
import dev.churn.domain.feature.IsoDays;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The fields of an upload's form; fields missing or blank there are read from the query. A field
 * that has two values, one in each, is an error. Collects all errors before it throws them.
 */
final class UploadFields {
  private final Map<String, String> form;
  private final Map<String, List<String>> query;
  private final List<FieldError> errors = new ArrayList<>();

  UploadFields(Map<String, String> form, Map<String, List<String>> query) {
    this.form = form;
    this.query = query;
  }

  /** {@return a text, or empty if it is missing or blank} */
  Optional<String> value(String name) {
    return inForm(name).or(() -> inQuery(name));
  }

  private Optional<String> inForm(String name) {
    return Optional.ofNullable(form.get(name)).flatMap(UploadFields::notBlank);
  }

  private Optional<String> inQuery(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst().flatMap(UploadFields::notBlank);
  }

  private static Optional<String> notBlank(String text) {
    return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
  }

  /** {@return true or false, or empty if it is missing and after an error} */
  Optional<Boolean> flag(String name) {
    Optional<String> text = value(name).map(given -> given.toLowerCase(Locale.ROOT));
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      wrong(name, "expected true or false");
      return Optional.empty();
    }
    return text.map("true"::equals);
  }

  /** {@return a date, or empty if it is missing and after an error} */
  Optional<LocalDate> day(String name) {
    Optional<String> text = value(name);
    Optional<LocalDate> day = text.flatMap(IsoDays::parseDate);
    if (text.isPresent() && day.isEmpty()) {
      wrong(name, "expected a date such as 2024-01-31");
    }
    return day;
  }

  /**
   * {@return a JSON value, or empty if it is missing and after an error}
   *
   * @param expected a phrase that begins with "expected "
   */
  Optional<JsonNode> json(String name, String expected, Predicate<JsonNode> isValid) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode node = Json.read(text.get().getBytes(StandardCharsets.UTF_8));
      if (isValid.test(node)) {
        return Optional.of(node);
      }
    } catch (JacksonException e) {
      // Reported below, together with JSON of another type.
    }
    wrong(name, expected);
    return Optional.empty();
  }

  /** Adds an error that shows what the field has. */
  void wrong(String name, String expected) {
    errors.add(new FieldError(name, expected + ", found " + quote(value(name).orElse(""))));
  }

  /**
   * Ends the reading.
   *
   * @param known the names that the form may have; others may be misspelled, and must not be
   *     ignored silently
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all errors, if there are any
   */
  void throwErrors(Set<String> known) {
    for (String field : form.keySet()) {
      if (!known.contains(field)) {
        errors.add(
            new FieldError(
                field, "expected file or one of %s".formatted(String.join(", ", known))));
      }
    }
    for (String field : known) {
      Optional<String> second = inQuery(field);
      inForm(field)
          .filter(first -> second.isPresent() && !first.equals(second.get()))
          .ifPresent(
              first ->
                  errors.add(
                      new FieldError(
                          field,
                          "expected once, found %s in the form and %s in the query"
                              .formatted(quote(first), quote(second.orElseThrow())))));
    }
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The options of the upload cannot be read", errors);
    }
  }

  private static String quote(String text) {
    return Excerpt.quoted(text, Excerpt.LONGEST_VALUE);
  }
}
