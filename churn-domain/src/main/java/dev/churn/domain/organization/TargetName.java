package dev.churn.domain.organization;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.regex.Pattern;

/**
 * The name of a target within its organization, for example {@code silent-14}.
 *
 * @param value 1 to 40 lower-case letters, digits, {@code _} and {@code -}
 */
public record TargetName(String value) {
  private static final Pattern PATTERN = Pattern.compile("[a-z0-9_-]{1,40}");

  /** The target that every organization has: its own settings. */
  public static final TargetName DEFAULT = new TargetName("default");

  public TargetName {
    requireNonNull(value, "value");
    if (!PATTERN.matcher(value).matches()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "expected a name of 1 to 40 lower-case letters, digits, '_' and '-', such as silent-14");
    }
  }

  /** {@return whether this is the name of the default target} */
  public boolean isDefault() {
    return equals(DEFAULT);
  }

  @Override
  public String toString() {
    return value;
  }
}
