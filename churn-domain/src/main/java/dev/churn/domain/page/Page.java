package dev.churn.domain.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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

  /**
   * {@return all items of a list, in its order} The list may change between two pages: an item may
   * be gone by the time it is used, or be missed.
   *
   * @param pages gives a page of the list
   */
  public static <T> List<T> all(Function<PageRequest, Page<T>> pages) {
    List<T> all = new ArrayList<>();
    Page<T> page;
    do {
      page = pages.apply(new PageRequest(PageRequest.MAX_LIMIT, all.size()));
      all.addAll(page.items());
    } while (!page.items().isEmpty() && all.size() < page.total());
    return List.copyOf(all);
  }

  /** {@return the requested page of a list in memory} */
  public static <T> Page<T> of(List<T> all, PageRequest request) {
    int from = (int) Math.min(request.offset(), all.size());
    int to = Math.min(from + request.limit(), all.size());
    return new Page<>(all.subList(from, to), all.size(), request);
  }
}
