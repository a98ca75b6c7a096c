package dev.churn.features.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.features.event.EventFields.Field;
import dev.churn.features.event.EventFields.Layout;
import dev.churn.features.event.EventFields.Value;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single events are read as files are. */
final class EventFieldsTest {
  private static final LocalDate TODAY = LocalDate.of(2024, 7, 1);

  private final EventFields fields = new EventFields();

  private static Value<LocalDate> day(String zone, String text, String... others) {
    ZoneId id = zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
    return EventFields.days(id, TODAY, Stream.concat(Stream.of(text), Stream.of(others))).day(text);
  }

  @Test
  void names_are_those_of_files() {
    Layout layout = fields.layout(List.of("InvoiceDate", "Price", "Type", "shop"));

    assertThat(layout.names())
        .isEqualTo(
            Map.of(
                Field.EVENT_DATE, "InvoiceDate", Field.AMOUNT, "Price", Field.EVENT_TYPE, "Type"));
    assertThat(layout.guessed())
        .containsExactlyInAnyOrder(Field.EVENT_DATE, Field.AMOUNT, Field.EVENT_TYPE);
    assertThat(layout.others()).containsExactly("shop");
    assertThat(layout.problems()).isEmpty();
  }

  @Test
  void an_exact_name_beats_others_and_several_of_these_are_a_problem() {
    assertThat(fields.layout(List.of("date", "event_date")).names())
        .isEqualTo(Map.of(Field.EVENT_DATE, "event_date"));
    assertThat(fields.layout(List.of("date", "timestamp")).problems())
        .isEqualTo(
            Map.of("date", "expected one field for event_date, found 'date' and 'timestamp'"));
  }

  @Test
  void a_price_beside_a_quantity_is_that_of_one_piece() {
    Layout layout = fields.layout(List.of("event_date", "Quantity", "Price"));

    assertThat(layout.isProduct()).isTrue();
    assertThat(layout.name(Field.AMOUNT)).isEmpty();
    assertThat(fields.layout(List.of("event_date", "Quantity", "Price", "amount")).isProduct())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "amout,amount",
    "ammount,amount",
    "event_typ,event_type",
    "evnet_type,event_type",
    "event_dat,event_date",
    "timestmp,event_date",
    "spned,amount"
  })
  void a_misspelled_name_is_a_problem(String name, String meant) {
    assertThat(fields.layout(List.of(name)).problems())
        .isEqualTo(Map.of(name, "is unknown; is %s meant?".formatted(meant)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "currency", "data", "rate", "speed", "prize", "unit", "status", "order_id", "event_id",
        "customer_id", "quantity", "churn", "country", "store", "sku", "time", "note", "channel"
      })
  void other_names_are_none(String name) {
    assertThat(fields.layout(List.of(name)).problems()).isEmpty();
  }

  @Test
  void a_name_is_not_misspelled_if_the_right_one_is_there() {
    assertThat(fields.layout(List.of("amount", "amounts")).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.5|12.5",
        "1,250.00|1250",
        "1.250,00|1250",
        "€ 12,50|12.5",
        "(50.00)|-50",
        "$1,250|1250",
        "20|20"
      })
  void amounts_are_those_of_files(String text, double amount) {
    assertThat(fields.amount(text)).isEqualTo(new Value.Read<>(amount));
  }

  @Test
  void an_amount_that_can_be_read_in_two_ways_is_named() {
    assertThat(fields.amount("1,250"))
        .isEqualTo(
            new Value.Unreadable<>(
                "expected a number such as 1250.00, found '1,250', which is 1250 or 1.25", true));
    assertThat(fields.amount("1.250")).isInstanceOf(Value.Unreadable.class);
    assertThat(fields.amount("twelve"))
        .isEqualTo(
            new Value.Unreadable<>("expected a number such as 12.50, found 'twelve'", false));
  }

  @Test
  void words_for_missing_values_are_those_of_files() {
    assertThat(fields.amount("NULL")).isEqualTo(new Value.Missing<>());
    assertThat(fields.amount(" ")).isEqualTo(new Value.Missing<>());
    assertThat(fields.eventType("n/a")).isEqualTo(new Value.Missing<>());
    assertThat(fields.customer("null"))
        .isEqualTo(
            new Value.Unreadable<>(
                "expected a customer id, found 'null', which stands for no value", false));
    assertThat(fields.isPlainCustomer("null")).isFalse();
  }

  @Test
  void customers_are_mended_as_in_files() {
    assertThat(fields.customer(" =\"00123\" ")).isEqualTo(new Value.Read<>("00123"));
    assertThat(fields.customer("A\u200B")).isEqualTo(new Value.Read<>("A"));
    assertThat(fields.isPlainCustomer("A\u200B")).isFalse();
    assertThat(fields.isPlainCustomer("Jos\u00e9 7")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-01-15|2024-01-15",
        "2024/01/15|2024-01-15",
        "20240115|2024-01-15",
        "2024-01-15 23:50:26 -0500|2024-01-16",
        "1705363200|2024-01-16",
        "1705363200000|2024-01-16",
        "25/12/2023|2023-12-25",
        "15 Jan 2024|2024-01-15"
      })
  void days_are_those_of_files(String text, LocalDate expected) {
    assertThat(day("", text)).isEqualTo(new Value.Read<>(expected));
  }

  @Test
  void instants_fall_on_days_of_the_time_zone() {
    assertThat(day("Asia/Tokyo", "2024-01-15T20:00:00Z"))
        .isEqualTo(new Value.Read<>(LocalDate.of(2024, 1, 16)));
    assertThat(day("Asia/Tokyo", "1705348800")) // 2024-01-15T20:00:00Z
        .isEqualTo(new Value.Read<>(LocalDate.of(2024, 1, 16)));
    assertThat(day("Asia/Tokyo", "2024-01-15 20:00:00"))
        .isEqualTo(new Value.Read<>(LocalDate.of(2024, 1, 15)));
  }

  @Test
  void a_day_that_can_be_read_in_two_ways_is_refused_unless_others_tell() {
    assertThat(day("", "05/06/2024")).isInstanceOf(Value.Unreadable.class);
    assertThat(day("", "05/06/2024", "25/05/2024"))
        .isEqualTo(new Value.Read<>(LocalDate.of(2024, 6, 5)));
  }

  @Test
  void a_day_that_tools_write_for_none_is_refused() {
    assertThat(day("", "1970-01-01")).isInstanceOf(Value.Unreadable.class);
    assertThat(day("", "soon"))
        .isEqualTo(
            new Value.Unreadable<>(
                "expected an ISO-8601 date such as 2024-01-31, found 'soon'", false));
  }
}
