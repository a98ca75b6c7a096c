package dev.churn.http.problem;

import dev.churn.domain.FieldError;
import java.util.Map;

/**
 * Where in a request a wrong value stands: turns "event 3, day" of the domain into {@code
 * transactions[3].event_date}.
 */
final class FieldPath {
  /**
   * The lists of a body by the domain's names of their items. A name without an index is that of a
   * field or option itself.
   */
  private static final Map<String, String> LISTS =
      Map.of("event", "transactions", "challenger", "challengers", "shadow", "shadows");

  private static final Map<String, String> PARTS = Map.of("day", "event_date", "model", "model_id");

  private FieldPath() {}

  static String of(FieldError error) {
    if (error.index().isEmpty()) {
      return error.field();
    }
    String list = LISTS.getOrDefault(error.field(), error.field());
    String item = "%s[%d]".formatted(list, error.index().getAsInt());
    return error.part().map(part -> item + "." + PARTS.getOrDefault(part, part)).orElse(item);
  }
}
