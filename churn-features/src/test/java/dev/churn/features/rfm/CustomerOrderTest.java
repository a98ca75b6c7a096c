package dev.churn.features.rfm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.event.ChurnEvents;
import dev.churn.features.event.RowSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CustomerOrderTest {
  private static final String[] PIECES = {
    "a", "b", "ü", "CUST-", "0", "00000000", "a long beginning of an id", "￮", "😀", "-"
  };

  private final Random random = new Random(11);

  @Test
  void customers_come_in_the_order_of_their_ids_as_utf_8() {
    for (int round = 0; round < 60; round++) {
      String start = round % 3 == 0 ? "the same beginning " : "";
      Set<String> ids = new TreeSet<>(Comparator.comparing(CustomerOrderTest::hex));
      for (int i = random.nextInt(3000); i >= 0; i--) {
        var id = new StringBuilder(start).append(PIECES[random.nextInt(PIECES.length)]);
        for (int j = random.nextInt(4); j >= 0; j--) {
          id.append(PIECES[random.nextInt(PIECES.length)]);
        }
        ids.add(id.append(random.nextInt(50)).toString());
      }

      assertThat(ordered(ids)).containsExactlyElementsOf(ids);
    }
  }

  private static String hex(String id) {
    return HexFormat.of().formatHex(id.getBytes(UTF_8));
  }

  private List<String> ordered(Set<String> ids) {
    var types = new EventTypes(Set.of(), new ChurnEvents(Set.of()), 1);
    var customers = new Customers(new StateLayout(new int[] {100}, 1, 10, types.maxCode(), false));
    RowSink sink = customers.sink(types);
    for (int i = 0; i < 2; i++) {
      for (String id : ids) {
        byte[] text = id.getBytes(UTF_8);
        sink.row(text, 0, text.length, 50, Double.NaN, null, RowSink.NO_LABEL);
      }
    }
    sink.end();
    var order = new CustomerOrder(customers, 1 + random.nextInt(3));
    List<String> ordered = new ArrayList<>();
    for (int place = 0; place < order.size(); place++) {
      ordered.add(order.table(place).id(order.row(place)));
    }
    return ordered;
  }
}
