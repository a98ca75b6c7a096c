package dev.churn.features.rfm;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.port.EventFiles;
import dev.churn.features.event.RowSink;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Collects the events of a few customers; shared by threads, since such events are rare. */
public final class HistorySink implements RowSink {
  private final Set<String> wanted;
  private final Map<String, List<CustomerEvent>> found = new HashMap<>();
  private final Set<String> tooLong = new HashSet<>();

  public HistorySink(Set<String> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  @Override
  public void row(byte[] text, int from, int to, int day, double amount, String type, int label) {
    var customer = new String(text, from, to - from, StandardCharsets.UTF_8);
    if (wanted.contains(customer)) {
      add(
          customer,
          new CustomerEvent(
              LocalDate.ofEpochDay(day),
              Double.isNaN(amount) ? OptionalDouble.empty() : OptionalDouble.of(amount),
              Optional.ofNullable(type)));
    }
  }

  private synchronized void add(String customer, CustomerEvent event) {
    if (tooLong.contains(customer)) {
      return;
    }
    List<CustomerEvent> events = found.computeIfAbsent(customer, c -> new ArrayList<>());
    events.add(event);
    if (events.size() > EventFiles.MAX_HISTORY) {
      tooLong.add(customer);
      found.remove(customer);
    }
  }

  public synchronized Map<String, List<CustomerEvent>> found() {
    return Map.copyOf(found);
  }
}
