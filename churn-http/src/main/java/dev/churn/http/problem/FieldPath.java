package dev.churn.http.problem;

import dev.churn.domain.FieldError;
import java.util.Map;

/**
 * Where in a request a wrong value stands: turns "event 3, day" of the domain into {@code
 * transactions[3].event_date}.
 */
final class FieldPath {
  /** The names of JSON fields that are not those of the domain. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "events", "transactions",
          "event", "transactions",
          "challenger", "challengers",
          "shadow", "shadows");

  private static final Map<String, String> PARTS = Map.of("day", "event_date", "model", "model_id");

  private FieldPath() {}

  static String of(FieldError error) {
    String field = FIELDS.getOrDefault(error.field(), error.field());
    String item =
        error.index().isPresent() ? "%s[%d]".formatted(field, error.index().getAsInt()) : field;
    return error.part().map(part -> item + "." + PARTS.getOrDefault(part, part)).orElse(item);
  }
}
