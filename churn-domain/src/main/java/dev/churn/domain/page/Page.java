package dev.churn.domain.page;

import java.util.List;

/**
 * A page of a list.
 *
 * @param items at most {@code request.limit()} items
 * @param total the length of the whole list
 */
public record Page<T>(List<T> items, long total, PageRequest request) {
  public Page {
    items = List.copyOf(items);
  }

  /** {@return the requested page of a list in memory} */
  public static <T> Page<T> of(List<T> all, PageRequest request) {
    int from = (int) Math.min(request.offset(), all.size());
    int to = Math.min(from + request.limit(), all.size());
    return new Page<>(all.subList(from, to), all.size(), request);
  }
}
