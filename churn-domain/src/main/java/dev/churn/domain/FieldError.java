package dev.churn.domain;

import static java.util.Objects.requireNonNull;

/**
 * One thing wrong with one field of a request.
 *
 * @param field where, in the caller's own terms, for example {@code transactions[3].amount}
 * @param problem what was expected and what was found
 */
public record FieldError(String field, String problem) {
  public FieldError {
    requireNonNull(field, "field");
    requireNonNull(problem, "problem");
  }
}
