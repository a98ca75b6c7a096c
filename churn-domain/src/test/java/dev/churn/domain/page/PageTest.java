package dev.churn.domain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PageTest {
  @Test
  void all_items_of_a_list_are_read_page_by_page() {
    List<Integer> list = IntStream.range(0, 2 * PageRequest.MAX_LIMIT + 1).boxed().toList();
    List<Long> offsets = new ArrayList<>();

    List<Integer> all =
        Page.all(
            page -> {
              offsets.add(page.offset());
              return Page.of(list, page);
            });

    assertThat(all).isEqualTo(list);
    assertThat(offsets).containsExactly(0L, 1000L, 2000L);
  }

  @Test
  void a_list_that_gets_shorter_meanwhile_comes_to_an_end() {
    List<Integer> all =
        Page.all(
            page ->
                page.offset() == 0
                    ? new Page<>(List.of(1, 2), 3, page)
                    : new Page<>(List.of(), 3, page));

    assertThat(all).containsExactly(1, 2);
  }
}
