package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.IsoDays;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A request to predict for one customer: its id, its transactions and the as-of day.
 *
 * @param warnings sentences about fields of transactions that were ignored and may have been meant
 *     to be read
 */
public record PredictionRequest(
    String customerId,
    List<CustomerEvent> transactions,
    Optional<LocalDate> asOf,
    List<String> warnings) {
  /** More than a single customer has; the log of a whole company has to be uploaded. */
  static final int MAX_TRANSACTIONS = 100_000;

  /** The same limit as in files. */
  static final int MAX_ID_LENGTH = 256;

  private static final int SHOWN_FIELDS = 5;
  private static final Set<String> TRANSACTION_FIELDS =
      Set.of("event_date", "amount", "event_type");
  private static final Set<String> FIELDS = Set.of("customer_id", "transactions", "as_of");

  /**
   * {@return the request in a body}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all field errors, {@link
   *     ErrorCode#UNPROCESSABLE} for more than {@link #MAX_TRANSACTIONS}
   */
  public static PredictionRequest read(Context ctx) throws IOException {
    byte[] bytes = BodyReading.json(ctx);
    return PredictionReader.read(bytes).orElseGet(() -> examine(bytes));
  }

  /** {@return the request in a body of any form} Throws as {@link #read}. */
  static PredictionRequest examine(byte[] bytes) {
    JsonBody body = JsonBody.of(bytes, FIELDS);
    String customerId = body.requiredText("customer_id");
    if (customerId.length() > MAX_ID_LENGTH) {
      body.wrong("customer_id", "expected %d characters at most".formatted(MAX_ID_LENGTH));
    }
    Optional<LocalDate> asOf =
        body.text("as_of").flatMap(text -> day(body, "as_of", IsoDays.parseDate(text), text));
    List<JsonBody> rows = body.requiredObjects("transactions");
    if (rows.size() > MAX_TRANSACTIONS) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "The customer has too many transactions",
          List.of(
              new FieldError(
                  "transactions",
                  "expected %d at most, found %d".formatted(MAX_TRANSACTIONS, rows.size()))));
    }
    List<CustomerEvent> events = new ArrayList<>(rows.size());
    Set<String> ignored = new TreeSet<>();
    for (JsonBody row : rows) {
      if (row.isHopeless()) {
        break;
      }
      event(row).ifPresent(events::add);
      if (!row.has("amount") || !row.has("event_type")) {
        ignored.addAll(row.otherFields(TRANSACTION_FIELDS));
      }
    }
    body.throwErrors();
    return new PredictionRequest(customerId, events, asOf, warnings(ignored));
  }

  /** {@return a warning of fields that may be misspelled names of those that are missing} */
  private static List<String> warnings(Set<String> ignored) {
    if (ignored.isEmpty()) {
      return List.of();
    }
    String names =
        ignored.stream()
            .limit(SHOWN_FIELDS)
            .map(name -> "'%s'".formatted(name.length() <= 40 ? name : name.substring(0, 40) + "…"))
            .collect(Collectors.joining(", "));
    return List.of(
        "Fields of transactions that lack amount or event_type were ignored: %s%s."
            .formatted(
                names,
                ignored.size() <= SHOWN_FIELDS
                    ? ""
                    : " and %d more".formatted(ignored.size() - SHOWN_FIELDS)));
  }

  /** Other fields of a transaction are ignored, like other columns of a file. */
  private static Optional<CustomerEvent> event(JsonBody row) {
    String text = row.requiredText("event_date");
    Optional<LocalDate> day =
        text.isEmpty() ? Optional.empty() : day(row, "event_date", IsoDays.parse(text), text);
    OptionalDouble amount = row.number("amount");
    Optional<String> type =
        row.text("event_type").map(String::strip).filter(name -> !name.isEmpty());
    return day.map(d -> new CustomerEvent(d, amount, type));
  }

  private static Optional<LocalDate> day(
      JsonBody body, String field, Optional<LocalDate> day, String text) {
    if (day.isEmpty()) {
      body.wrong(
          field,
          "expected an ISO-8601 date such as 2024-01-15, found '%s'"
              .formatted(text.length() <= 64 ? text : text.substring(0, 64) + "…"));
    }
    return day;
  }
}
