package dev.churn.features;

import dev.churn.domain.event.CustomerEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Events of some customers, drawn from a seed, as objects and as a file in random order. */
final class SimulatedLog {
  private static final String[] TYPES = {
    "purchase", "visit", "login", "ticket", "a", "b", "return"
  };

  private final Map<String, List<CustomerEvent>> events = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  SimulatedLog(long seed, int customers, int rows, LocalDate first, int days) {
    var random = new Random(seed);
    for (int i = 0; i < rows; i++) {
      String customer = "c" + (int) (customers * Math.pow(random.nextDouble(), 2));
      LocalDate day = first.plusDays(random.nextInt(days));
      OptionalDouble amount =
          switch (random.nextInt(6)) {
            case 0 -> OptionalDouble.empty();
            case 1 -> OptionalDouble.of(-random.nextInt(5000) / 100.0);
            case 2 -> OptionalDouble.of(random.nextDouble() * 1e9);
            case 3 -> OptionalDouble.of(random.nextDouble() * 1e-6);
            default -> OptionalDouble.of(random.nextInt(100_000) / 100.0);
          };
      int type = random.nextInt(TYPES.length + 1);
      Optional<String> name = type == TYPES.length ? Optional.empty() : Optional.of(TYPES[type]);
      add(customer, new CustomerEvent(day, amount, name));
    }
  }

  void add(String customer, CustomerEvent event) {
    events.computeIfAbsent(customer, c -> new ArrayList<>()).add(event);
    String amount = event.amount().isPresent() ? event.amount().getAsDouble() + "" : "";
    lines.add(String.join(",", customer, event.day() + "", amount, event.type().orElse("")));
  }

  Map<String, List<CustomerEvent>> events() {
    return events;
  }

  List<String> lines() {
    return lines;
  }

  String csv() {
    return "customer_id,event_date,amount,event_type\n" + String.join("\n", lines) + "\n";
  }
}
