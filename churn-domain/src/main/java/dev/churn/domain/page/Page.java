package dev.churn.domain.page;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items at most {@code request.limit()} of them
 * @param total the length of the whole list
 */
public record Page<T>(List<T> items, long total, PageRequest request) {
  public Page {
    items = List.copyOf(items);
  }

  /** {@return the asked-for part of a list that is in memory as a whole} */
  public static <T> Page<T> of(List<T> all, PageRequest request) {
    int from = (int) Math.min(request.offset(), all.size());
    int to = Math.min(from + request.limit(), all.size());
    return new Page<>(all.subList(from, to), all.size(), request);
  }
}
