package dev.churn.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.features.event.EventFields;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader of predictions, held against the one that tells what is wrong. */
final class PredictionReaderTest {
  private static final String USUAL =
      """
      {"customer_id": "C-1 \\u00e9 \\"x\\"", "as_of": "2024-03-01", "transactions": [
        {"event_date": "2024-01-15", "amount": 150.50, "event_type": " purchase "},
        {"event_date": "2024-01-16T23:30:00-02:00", "amount": -7, "event_type": null},
        {"amount": null, "event_date": "20240117", "event_type": ""},
        {"event_date": "2024-01-18", "amount": 9007199254740993},
        {"event_date": "2024-01-18", "amount": 0.1e-320},
        {"event_date": "2024-01-18", "amount": 123456789.123456789012345678}
      ]}
      """;

  private static final EventFields FIELDS = new EventFields();
  private static final ZonedDateTime NOW = ZonedDateTime.parse("2024-07-01T12:00:00Z");

  private static Optional<PredictionRequest> quick(byte[] body) {
    return PredictionReader.read(body, FIELDS, ZoneOffset.UTC);
  }

  private static PredictionRequest closely(byte[] body) {
    return PredictionRequest.examine(body, FIELDS, NOW);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_usual_body_is_read_at_once_and_alike() {
    assertThat(quick(bytes(USUAL))).contains(closely(bytes(USUAL)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"customer_id\": \"C\", \"as_of\": null, \"transactions\": []}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\", \"x\": {}}]}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\","
            + " \"amount\": 123456789012345678901}]}"
      })
  void what_is_right_but_unusual_is_left_to_the_closer_look(String body) {
    assertThat(quick(bytes(body))).isEmpty();
    assertThat(closely(bytes(body)).customerId()).isEqualTo("C");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"customer_id\": \"C\", \"customer_id\": \"C\", \"transactions\": []}",
        "{\"customer_id\": \"C\", \"transactions\": [], \"transactions\": []}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\","
            + " \"amount\": null, \"amount\": 1}]}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\","
            + " \"event_date\": \"2024-01-15\"}]}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"garbage\","
            + " \"event_date\": \"2024-01-15\"}]}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\","
            + " \"event_type\": null, \"event_type\": null}]}",
        "{\"customer_id\": \"C\", \"transactions\": []} {}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\","
            + " \"amount\": 1e999}]}",
        "{\"customer_id\": \"C\", \"transactions\": [{\"amount\": 1}]}",
        "{\"customer_id\": \" \", \"transactions\": []}",
        "{\"customer_id\": \"C\", \"as_of\": \"2024-01-15T00:00:00Z\", \"transactions\": []}",
        "{\"transactions\": []}",
        "{\"customer_id\": \"C\"}",
        "{\"customer_id\": \"C\", \"transactions\": [[]]}",
        "{\"customer_id\": \"C\", \"transactions\": {}}",
        "[]",
        ""
      })
  void what_is_wrong_is_never_taken(String body) {
    assertThat(quick(bytes(body))).isEmpty();
    assertThatThrownBy(() -> closely(bytes(body))).isInstanceOf(ChurnException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e200, \"unit_price\": 1e200",
        "-1e308, \"unit_price\": 10",
        "1e7, \"unit_price\": 1e6"
      })
  void a_quantity_times_a_unit_price_is_no_amount_beyond_the_range_of_amounts(String factors) {
    String body =
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\", \"quantity\": %s}]}"
            .formatted(factors);

    assertThatThrownBy(() -> closely(bytes(body)))
        .isInstanceOfSatisfying(
            ChurnException.class,
            refusal ->
                assertThat(refusal.fieldErrors())
                    .containsExactly(
                        new FieldError(
                            "transactions[0].unit_price",
                            "expected a quantity and a unit price whose product is between -1e12"
                                + " and 1e12")));
  }

  @Test
  void bodies_with_random_damage_are_taken_alike_or_not_at_all() {
    var random = new Random(7);
    String letters = "{}[]\",:0123456789.eE-null \\\n";
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      var body = new StringBuilder(USUAL);
      for (int damage = 0; damage <= i % 3; damage++) {
        int at = random.nextInt(body.length());
        body.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
      }
      byte[] bytes = bytes(body.toString());
      Optional<PredictionRequest> quick = quick(bytes);
      if (quick.isPresent()) {
        taken++;
        assertThat(closely(bytes)).as(body.toString()).isEqualTo(quick.get());
      }
    }
    assertThat(taken).isGreaterThan(500);
  }

  @Test
  void too_many_transactions_and_too_long_an_id_are_left_to_the_closer_look() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i <= PredictionRequest.MAX_TRANSACTIONS; i++) {
      many.add("{\"event_date\":\"2024-01-15\"}");
    }
    String body = "{\"customer_id\":\"C\",\"transactions\":[%s]}";

    assertThat(quick(bytes(body.formatted(String.join(",", many))))).isEmpty();
    many.remove(0);
    assertThat(quick(bytes(body.formatted(String.join(",", many))))).isPresent();
    assertThat(
            quick(bytes("{\"customer_id\":\"%s\",\"transactions\":[]}".formatted("x".repeat(257)))))
        .isEmpty();
  }
}
