package dev.churn.http.request;

import dev.churn.domain.Excerpt;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.features.event.EventDays;
import dev.churn.features.event.EventFields;
import dev.churn.features.event.EventFields.Field;
import dev.churn.features.event.EventFields.Layout;
import dev.churn.features.event.EventFields.Value;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the transactions of one request. Errors go to their body. */
final class TransactionReader {
  private static final int SHOWN_FIELDS = 5;
  private static final int SHOWN_CHARACTERS = 40;

  private final EventFields fields;
  private final String customerId;
  private final Set<String> ignored = new TreeSet<>();
  private final Set<String> unread = new TreeSet<>();
  private boolean hasProducts;
  private List<String> lastNames = List.of();
  private Optional<Layout> lastLayout = Optional.empty();

  TransactionReader(EventFields fields, String customerId) {
    this.fields = fields;
    this.customerId = customerId;
  }

  /** A transaction of which the fields are known. */
  private record Row(JsonBody body, Layout layout, String date) {}

  /**
   * {@return the transactions that can be read}
   *
   * @param now the time in the time zone on whose days instants fall
   */
  List<CustomerEvent> read(List<JsonBody> bodies, ZonedDateTime now) {
    List<Row> rows = new ArrayList<>(bodies.size());
    for (JsonBody body : bodies) {
      if (body.isHopeless()) {
        break;
      }
      row(body).ifPresent(rows::add);
    }
    EventDays days =
        EventFields.days(now.getZone(), now.toLocalDate(), rows.stream().map(Row::date));
    List<CustomerEvent> events = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.body().isHopeless()) {
        break;
      }
      event(row, days).ifPresent(events::add);
    }
    return events;
  }

  private Optional<Row> row(JsonBody body) {
    Layout layout = layout(body.names());
    layout.problems().forEach(body::wrong);
    requireCustomer(body);
    Optional<String> name = layout.name(Field.EVENT_DATE);
    if (name.isEmpty()) {
      if (layout.problems().isEmpty()) {
        body.requiredText(Field.EVENT_DATE.id());
      }
      return Optional.empty();
    }
    String date = body.wholeNumberText(name.get()).orElseGet(() -> body.requiredText(name.get()));
    return date.isEmpty() ? Optional.empty() : Optional.of(new Row(body, layout, date));
  }

  /** {@return the layout of transactions with these fields; most transactions have the same} */
  private Layout layout(List<String> names) {
    if (lastLayout.isEmpty() || !names.equals(lastNames)) {
      lastNames = names;
      lastLayout = Optional.of(fields.layout(names));
    }
    return lastLayout.get();
  }

  /** A transaction need not repeat the customer, but must not be that of another one. */
  private void requireCustomer(JsonBody body) {
    Optional<String> id = body.hasText("customer_id") ? body.text("customer_id") : Optional.empty();
    if (id.isPresent()
        && !customerId.isEmpty()
        && fields.customer(id.get()) instanceof Value.Read<String> other
        && !other.value().equals(customerId)) {
      body.wrong("customer_id", "expected the customer of the request, found another one");
    }
  }

  private Optional<CustomerEvent> event(Row row, EventDays days) {
    Layout layout = row.layout();
    OptionalDouble amount =
        layout.isProduct()
            ? product(row)
            : layout.name(Field.AMOUNT).isPresent()
                ? amount(row, Field.AMOUNT)
                : OptionalDouble.empty();
    Optional<String> type = type(row);
    boolean hasAmount = layout.isProduct() || layout.name(Field.AMOUNT).isPresent();
    if (!hasAmount || layout.name(Field.EVENT_TYPE).isEmpty()) {
      ignored.addAll(layout.others());
    }
    String name = layout.name(Field.EVENT_DATE).orElseThrow();
    Value<LocalDate> day = days.day(row.date());
    if (day instanceof Value.Unreadable<LocalDate> unreadable) {
      row.body().wrong(name, unreadable.problem());
    }
    return day instanceof Value.Read<LocalDate> read
        ? Optional.of(new CustomerEvent(read.value(), amount, type))
        : Optional.empty();
  }

  private OptionalDouble product(Row row) {
    OptionalDouble quantity = amount(row, Field.QUANTITY);
    OptionalDouble price = amount(row, Field.UNIT_PRICE);
    hasProducts = true;
    if (quantity.isEmpty() || price.isEmpty()) {
      return OptionalDouble.empty();
    }
    Value<Double> product = fields.product(quantity.getAsDouble(), price.getAsDouble());
    if (product instanceof Value.Unreadable<Double> unreadable) {
      row.body().wrong(row.layout().name(Field.UNIT_PRICE).orElseThrow(), unreadable.problem());
    }
    return product instanceof Value.Read<Double> read
        ? OptionalDouble.of(read.value())
        : OptionalDouble.empty();
  }

  private OptionalDouble amount(Row row, Field field) {
    String name = row.layout().name(field).orElseThrow();
    if (!row.body().hasText(name)) {
      return row.body().number(name);
    }
    Value<Double> amount = fields.amount(row.body().text(name).orElseThrow());
    if (amount instanceof Value.Unreadable<Double> unreadable) {
      if (row.layout().guessed().contains(field) && !unreadable.isAmbiguous()) {
        unread.add(name); // others use the name too, for what is no amount
      } else {
        row.body().wrong(name, unreadable.problem());
      }
    }
    return amount instanceof Value.Read<Double> read
        ? OptionalDouble.of(read.value())
        : OptionalDouble.empty();
  }

  private Optional<String> type(Row row) {
    Optional<String> name = row.layout().name(Field.EVENT_TYPE);
    Value<String> type =
        name.flatMap(row.body()::textOrNumber).map(fields::eventType).orElseGet(Value.Missing::new);
    if (type instanceof Value.Unreadable<String> unreadable) {
      row.body().wrong(name.orElseThrow(), unreadable.problem());
    }
    return type instanceof Value.Read<String> read ? Optional.of(read.value()) : Optional.empty();
  }

  /** {@return sentences about how the transactions were read} */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!ignored.isEmpty()) {
      warnings.add(
          "Fields of transactions that lack amount or event_type were ignored: %s."
              .formatted(shown(ignored)));
    }
    if (!unread.isEmpty()) {
      warnings.add("Texts that are no amounts were ignored in: %s.".formatted(shown(unread)));
    }
    if (hasProducts) {
      warnings.add("Amounts are the quantity times the unit price.");
    }
    return warnings;
  }

  private static String shown(Set<String> names) {
    String first =
        names.stream()
            .limit(SHOWN_FIELDS)
            .map(name -> Excerpt.quoted(name, SHOWN_CHARACTERS))
            .collect(Collectors.joining(", "));
    return names.size() <= SHOWN_FIELDS
        ? first
        : "%s and %d more".formatted(first, names.size() - SHOWN_FIELDS);
  }
}
