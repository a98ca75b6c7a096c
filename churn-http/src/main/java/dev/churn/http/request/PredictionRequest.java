package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Excerpt;
import dev.churn.domain.FieldError;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.IsoDays;
import dev.churn.features.event.EventFields;
import dev.churn.features.event.EventFields.Value;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A request to predict for one customer: its id, its transactions and the as-of day. Names and
 * values are read as those of files are.
 *
 * @param warnings sentences about how transactions were read, and about fields that were ignored
 *     and may have been meant to be read
 */
public record PredictionRequest(
    String customerId,
    List<CustomerEvent> transactions,
    Optional<LocalDate> asOf,
    List<String> warnings) {
  /** More than a single customer has; the log of a whole company has to be uploaded. */
  static final int MAX_TRANSACTIONS = 100_000;

  private static final String CUSTOMER = "customer_id";
  private static final String AS_OF = "as_of";
  private static final String TRANSACTIONS = "transactions";

  /**
   * {@return the request in a body}
   *
   * @param now the time in the time zone on whose days instants fall
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all field errors, {@link
   *     ErrorCode#UNPROCESSABLE} for more than {@link #MAX_TRANSACTIONS}
   */
  public static PredictionRequest read(Context ctx, EventFields fields, ZonedDateTime now)
      throws IOException {
    byte[] bytes = BodyReading.json(ctx);
    return PredictionReader.read(bytes, fields, now.getZone())
        .orElseGet(() -> examine(bytes, fields, now));
  }

  /** {@return the request in a body of any form} Throws as {@link #read}. */
  static PredictionRequest examine(byte[] bytes, EventFields fields, ZonedDateTime now) {
    JsonBody body = JsonBody.of(bytes);
    String customerField = nameOf(body, CUSTOMER, EventFields::isCustomer);
    String asOfField = nameOf(body, AS_OF, name -> EventFields.areSame(name, AS_OF));
    String rowsField = nameOf(body, TRANSACTIONS, name -> EventFields.areSame(name, TRANSACTIONS));
    for (String name : body.otherFields(Set.of(customerField, asOfField, rowsField))) {
      body.wrong(name, "expected one of as_of, customer_id, transactions");
    }
    String customerId = customer(body, customerField, fields);
    Optional<LocalDate> asOf = body.text(asOfField).flatMap(text -> asOf(body, asOfField, text));
    List<JsonBody> rows = body.requiredObjects(rowsField);
    if (rows.size() > MAX_TRANSACTIONS) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "The customer has too many transactions",
          List.of(
              new FieldError(
                  TRANSACTIONS,
                  "expected %d at most, found %d".formatted(MAX_TRANSACTIONS, rows.size()))));
    }
    var transactions = new TransactionReader(fields, customerId);
    List<CustomerEvent> events = transactions.read(rows, now);
    body.throwErrors();
    return new PredictionRequest(customerId, events, asOf, transactions.warnings());
  }

  /** {@return the name by which a body has a field: exactly, or the first that is alike} */
  private static String nameOf(JsonBody body, String field, Predicate<String> isAlike) {
    return body.has(field)
        ? field
        : body.otherFields(Set.of()).stream().filter(isAlike).findFirst().orElse(field);
  }

  /** {@return the customer; "" after an error} */
  private static String customer(JsonBody body, String field, EventFields fields) {
    String text = body.wholeNumberText(field).orElseGet(() -> body.requiredText(field));
    if (text.isEmpty()) {
      return "";
    }
    Value<String> customer = fields.customer(text);
    if (customer instanceof Value.Read<String> read) {
      return read.value();
    }
    if (customer instanceof Value.Unreadable<String> unreadable) {
      body.wrong(field, unreadable.problem());
    }
    return "";
  }

  private static Optional<LocalDate> asOf(JsonBody body, String field, String text) {
    Optional<LocalDate> day = IsoDays.parseDate(text);
    if (day.isEmpty()) {
      body.wrong(
          field,
          "expected an ISO-8601 date such as 2024-01-15, found %s"
              .formatted(Excerpt.quoted(text, Excerpt.LONGEST_VALUE)));
    }
    return day;
  }
}
