package dev.churn.domain.page;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;

/**
 * A request for a page of a list.
 *
 * @param limit the maximum number of items, 1 to {@value #MAX_LIMIT}
 * @param offset the number of items to skip, at least 0
 */
public record PageRequest(int limit, long offset) {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 1000;

  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "limit: expected a number from 1 to %d, found %d".formatted(MAX_LIMIT, limit));
    }
    if (offset < 0) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "offset: expected 0 or more, found " + offset);
    }
  }

  public static PageRequest first() {
    return new PageRequest(DEFAULT_LIMIT, 0);
  }
}
