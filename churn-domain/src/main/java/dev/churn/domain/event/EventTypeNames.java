package dev.churn.domain.event;

import dev.churn.domain.Excerpt;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names event types in sentences for users: sorted, quoted and shortened. */
public final class EventTypeNames {
  private static final int SHOWN_TYPES = 5;
  private static final int SHOWN_CHARACTERS = 40;

  private EventTypeNames() {}

  /**
   * {@return the first five types, each by its first 40 characters, and how many more there are}
   */
  public static String of(Collection<String> types) {
    var sorted = new TreeSet<>(types);
    String shown =
        sorted.stream()
            .limit(SHOWN_TYPES)
            .map(EventTypeNames::quoted)
            .collect(Collectors.joining(", "));
    int more = sorted.size() - SHOWN_TYPES;
    return more > 0 ? "%s and %d more".formatted(shown, more) : shown;
  }

  /** {@return one type, quoted and shortened} */
  static String quoted(String type) {
    return Excerpt.quoted(type, SHOWN_CHARACTERS);
  }
}
