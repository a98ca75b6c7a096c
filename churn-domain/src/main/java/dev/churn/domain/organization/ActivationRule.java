package dev.churn.domain.organization;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** When a newly trained model replaces the champion automatically. */
public enum ActivationRule {
  /** Only if it is shown to be better. */
  IF_BETTER,
  /** If it is shown to be better, or shown to be not worse by more than a small margin. */
  IF_NOT_WORSE,
  /** Never; somebody activates models. */
  BY_HAND;

  /** {@return the name in settings and answers, for example {@code if_better}} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return the rule with this name}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is none
   */
  public static ActivationRule parse(String id) {
    return Arrays.stream(values())
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.INVALID_INPUT,
                    "expected one of %s, found '%s'"
                        .formatted(
                            Arrays.stream(values())
                                .map(ActivationRule::id)
                                .collect(Collectors.joining(", ")),
                            id)));
  }
}
