package dev.churn.domain.access;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Excerpt;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a caller may do within an organization. {@link #ADMIN} includes the others, since it may
 * make keys with all of them; of the others none includes another, so that for example a program
 * that uploads files need not be able to read what became of them.
 */
public enum Scope {
  /** Ask for predictions. */
  PREDICT,
  /** Read everything that belongs to the organization. */
  READ,
  /** Upload files, start and cancel jobs, deploy models, delete what was stored. */
  WRITE,
  /** Manage the keys and settings of the organization, and delete it. */
  ADMIN;

  /** {@return how requests and answers name the scope} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return the scope with this name}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is none
   */
  public static Scope parse(String text) {
    return Arrays.stream(values())
        .filter(scope -> scope.id().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.INVALID_INPUT,
                    "expected predict, read, write or admin, found %s"
                        .formatted(Excerpt.quoted(text, Excerpt.LONGEST_VALUE))));
  }
}
