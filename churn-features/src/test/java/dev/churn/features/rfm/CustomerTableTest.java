package dev.churn.features.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.features.event.RowSink;
import dev.churn.features.util.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CustomerTableTest {
  private static final int[] AS_OF = {20_000, 19_970, 19_940, 19_000};

  private record Event(String customer, int day, double amount, int type, int label) {}

  @Test
  void merging_any_split_in_any_order_gives_the_whole_bit_for_bit() {
    var random = new Random(17);
    for (int denseDays : new int[] {1, 400, 2048}) {
      var layout = layout(denseDays, denseDays == 400 ? 17 : 16);
      for (int round = 0; round < 30; round++) {
        List<Event> events = events(random);
        Map<String, String> whole = states(layout, table(layout, events));

        Collections.shuffle(events, random);
        List<CustomerTable> parts = new ArrayList<>();
        for (int from = 0; from < events.size(); ) {
          int to = Math.min(events.size(), from + 1 + random.nextInt(200));
          parts.add(table(layout, events.subList(from, to)));
          from = to;
        }
        while (parts.size() > 1) { // as a tree of random shape
          CustomerTable one = parts.remove(random.nextInt(parts.size()));
          parts.get(random.nextInt(parts.size())).addAll(one);
        }

        assertThat(states(layout, parts.get(0))).isEqualTo(whole);
      }
    }
  }

  /** Two types are watched: one that is no activity, and one that is. */
  private static StateLayout layout(int denseDays, int types) {
    return new StateLayout(AS_OF, 15_000, denseDays, types, true, new boolean[] {false, true});
  }

  @Test
  void tells_thousands_of_customers_apart_and_arranges_them() {
    var layout = new StateLayout(AS_OF, 15_000, 2048, 4, true);
    var table = new CustomerTable(layout);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      ids.add("customer " + i);
      // few hashes, so that ids must be compared
      assertThat(row(table, ids.get(i), i % 4001)).isEqualTo(i);
      table.add(i, 20_000 - i, i, i % 5, RowSink.NO_LABEL);
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(row(table, ids.get(i), i % 4001)).isEqualTo(i);
    }
    Map<String, String> states = accumulated(layout, table);
    List<Integer> rows = new ArrayList<>(IntStream.range(0, 20_000).boxed().toList());
    Collections.shuffle(rows, new Random(5));

    table.finish(numbers(rows));

    assertThat(ids(table)).isEqualTo(rows.stream().map(ids::get).toList());
    assertThat(states(layout, table)).isEqualTo(states);
  }

  @Test
  void customers_of_one_hash_who_come_together_are_told_apart() {
    var table = new CustomerTable(new StateLayout(AS_OF, 15_000, 2048, 4, true));
    byte[] ids = "abbaca".getBytes(StandardCharsets.UTF_8);
    int[] ends = {1, 2, 3, 4, 5, 6};
    int[] rows = new int[6];
    int[] hashes = {7, 7, 7, 7, 7, 7};
    for (int round = 0; round < 2; round++) {
      table.rows(ids, ends, hashes, 6, rows);

      assertThat(rows).containsExactly(0, 1, 1, 0, 2, 0);
    }
  }

  @Test
  void customers_keep_their_states_once_they_are_arranged() {
    var random = new Random(23);
    var layout = layout(400, 4);
    for (int round = 0; round < 30; round++) {
      List<Event> events = events(random);
      CustomerTable table = table(layout, events);
      CustomerTable arranged = table(layout, events);
      List<String> ids = ids(table);
      List<Integer> rows = new ArrayList<>(IntStream.range(0, table.size()).boxed().toList());
      Collections.shuffle(rows, random);

      arranged.finish(numbers(rows));

      assertThat(ids(arranged)).isEqualTo(rows.stream().map(ids::get).toList());
      assertThat(states(layout, arranged)).isEqualTo(accumulated(layout, table));
    }
  }

  private static int row(CustomerTable table, String customer, int hash) {
    byte[] id = customer.getBytes(StandardCharsets.UTF_8);
    return table.row(id, 0, id.length, hash);
  }

  private static Map<String, String> accumulated(StateLayout layout, CustomerTable table) {
    Map<String, String> states = new TreeMap<>();
    for (int row = 0; row < table.size(); row++) {
      long[] state = state(layout, table, row);
      layout.accumulate(state, 0);
      states.put(table.id(row), Arrays.toString(state));
    }
    return states;
  }

  private static int[] numbers(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      events.add(
          new Event(
              "c" + random.nextInt(40),
              14_900 + random.nextInt(5_101),
              random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian() * 1e5,
              type(random.nextInt(13) + StateLayout.CHURN, random),
              random.nextInt(3) - 1));
    }
    return events;
  }

  private static int type(int code, Random random) {
    boolean isWatched = code != StateLayout.CHURN && code != StateLayout.NO_TYPE;
    return isWatched && random.nextInt(3) == 0
        ? StateLayout.watchedCode(code, code == StateLayout.NO_ACTIVITY ? 0 : 1)
        : code;
  }

  private static CustomerTable table(StateLayout layout, List<Event> events) {
    var table = new CustomerTable(layout);
    for (Event event : events) {
      byte[] id = event.customer().getBytes(StandardCharsets.UTF_8);
      int row = table.row(id, 0, id.length, (int) Bytes.hash(id, 0, id.length));
      table.add(row, event.day(), event.amount(), event.type(), event.label());
    }
    return table;
  }

  private static Map<String, String> states(StateLayout layout, CustomerTable table) {
    Map<String, String> states = new TreeMap<>();
    for (int row = 0; row < table.size(); row++) {
      states.put(table.id(row), Arrays.toString(state(layout, table, row)));
    }
    return states;
  }

  private static long[] state(StateLayout layout, CustomerTable table, int row) {
    int at = table.at(row);
    return Arrays.copyOfRange(table.state(row), at, at + layout.words());
  }

  private static List<String> ids(CustomerTable table) {
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      ids.add(table.id(row));
    }
    return ids;
  }
}
