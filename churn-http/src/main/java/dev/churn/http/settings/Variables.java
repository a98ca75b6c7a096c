package dev.churn.http.settings;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The variables that hold the settings. It collects what is wrong with them. */
final class Variables {
  private final Map<String, String> values;
  private final List<FieldError> errors = new ArrayList<>();

  Variables(Map<String, String> values) {
    this.values = values;
  }

  /** {@return the value without blanks around it, or empty if it is missing or blank} */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(t -> !t.isEmpty());
  }

  /** {@return the variables whose names begin so, by their names as properties, {@code a.b}} */
  Map<String, String> properties(String prefix) {
    return values.keySet().stream()
        .filter(name -> name.startsWith(prefix) && text(name).isPresent())
        .collect(
            Collectors.toMap(
                name -> name.toLowerCase(Locale.ROOT).replace('_', '.'),
                name -> text(name).orElseThrow()));
  }

  /** {@return the parts of a comma-separated value without blanks around them} */
  List<String> list(String name) {
    return Arrays.stream(text(name).orElse("").split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * {@return the value, or empty if it is missing or, which is an error, no number in the range}
   */
  Optional<Long> number(String name, long least, long most) {
    return text(name)
        .flatMap(
            text -> {
              try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                  return Optional.of(value);
                }
              } catch (NumberFormatException e) {
                // Reported below, together with numbers out of range.
              }
              String range =
                  most == Long.MAX_VALUE ? "%d or more".formatted(least) : least + " to " + most;
              return wrong(name, "expected a number, %s, found '%s'".formatted(range, text));
            });
  }

  /** {@return the constant that a variable names in lower case} */
  <E extends Enum<E>> Optional<E> choice(String name, E[] choices) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<E> chosen =
        Arrays.stream(choices).filter(c -> c.name().equalsIgnoreCase(text.get())).findFirst();
    return chosen.isPresent()
        ? chosen
        : wrong(
            name,
            "expected %s, found '%s'"
                .formatted(
                    Arrays.stream(choices)
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or ")),
                    text.get()));
  }

  /** {@return the value as a URL without a user, a query or a fragment} */
  Optional<URI> httpUrl(String name, String text) {
    Optional<URI> url = parse(text);
    Optional<String> fault = url.isEmpty() ? Optional.of("none") : fault(url.get());
    return fault.isEmpty()
        ? url
        : wrong(
            name, "expected a URL such as https://example.org, found %s".formatted(fault.get()));
  }

  /** {@return what a URL has that it must not have; names none of it, since it may be secret} */
  private static Optional<String> fault(URI url) {
    if (url.getScheme() == null || !Set.of("http", "https").contains(url.getScheme())) {
      return Optional.of("one that begins with neither http:// nor https://");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("one with a user");
    }
    if (url.getHost() == null) {
      return Optional.of("one without a host, or whose host has characters that no host has");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      return Optional.of("one with a query or a fragment");
    }
    return Optional.empty();
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Adds an error; {@return empty}. */
  <T> Optional<T> wrong(String name, String problem) {
    errors.add(new FieldError(name, problem));
    return Optional.empty();
  }

  /**
   * Ends the reading.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all errors, if there are any
   */
  void requireNoErrors() {
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The server cannot start with these settings", errors);
    }
  }
}
