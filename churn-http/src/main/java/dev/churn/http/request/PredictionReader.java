package dev.churn.http.request;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.IsoDays;
import dev.churn.features.event.EventFields;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the usual form of a {@link PredictionRequest} in one pass, without building a tree. It
 * reports no errors: a body that is unusual, valid or not, is left to {@link JsonBody}, which is
 * slower and explains what is wrong.
 */
public final class PredictionReader {
  private static final int USUAL_TRANSACTIONS = 16;
  private static final int DATE_LENGTH = 10;

  /** Outside of these years lie the days that tools write for no day. */
  private static final int FIRST_YEAR = 1971;

  private static final int LAST_YEAR = 2098;

  private final JsonParser in;
  private final EventFields fields;
  private final boolean utc;
  private String customerId;
  private LocalDate asOf;
  private List<CustomerEvent> transactions;

  private PredictionReader(JsonParser in, EventFields fields, boolean utc) {
    this.in = in;
    this.fields = fields;
    this.utc = utc;
  }

  /**
   * {@return the request, or empty if {@link JsonBody} has to read the body}
   *
   * @param zone the time zone on whose days instants fall
   */
  public static Optional<PredictionRequest> read(byte[] body, EventFields fields, ZoneId zone) {
    try (JsonParser parser = Json.parser(body)) {
      var reader = new PredictionReader(parser, fields, zone.equals(ZoneOffset.UTC));
      return reader.readBody()
          ? Optional.of(
              new PredictionRequest(
                  reader.customerId,
                  reader.transactions,
                  Optional.ofNullable(reader.asOf),
                  List.of()))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty(); // JsonBody tells where the JSON is malformed
    }
  }

  private boolean readBody() {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      boolean read =
          switch (name) {
            case "customer_id" -> customerId == null && readCustomerId();
            case "as_of" -> asOf == null && readAsOf();
            case "transactions" -> transactions == null && readTransactions();
            default -> false;
          };
      if (!read) {
        return false;
      }
    }
    return in.currentToken() == JsonToken.END_OBJECT
        && in.nextToken() == null
        && customerId != null
        && transactions != null;
  }

  private boolean readCustomerId() {
    if (in.nextToken() != JsonToken.VALUE_STRING) {
      return false;
    }
    customerId = in.getString();
    return fields.isPlainCustomer(customerId);
  }

  private boolean readAsOf() {
    asOf =
        in.nextToken() == JsonToken.VALUE_STRING
            ? IsoDays.parseDate(in.getString()).orElse(null)
            : null;
    return asOf != null;
  }

  private boolean readTransactions() {
    if (in.nextToken() != JsonToken.START_ARRAY) {
      return false;
    }
    transactions = new ArrayList<>(USUAL_TRANSACTIONS);
    while (in.nextToken() == JsonToken.START_OBJECT) {
      if (transactions.size() == PredictionRequest.MAX_TRANSACTIONS || !readTransaction()) {
        return false;
      }
    }
    return in.currentToken() == JsonToken.END_ARRAY;
  }

  private boolean readTransaction() {
    LocalDate day = null;
    OptionalDouble amount = OptionalDouble.empty();
    Optional<String> type = Optional.empty();
    boolean amountSeen = false;
    boolean typeSeen = false;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken value = in.nextToken();
      switch (name) {
        case "event_date" -> {
          if (day != null || value != JsonToken.VALUE_STRING) {
            return false;
          }
          day = readDay();
          if (day == null) {
            return false;
          }
        }
        case "amount" -> {
          if (amountSeen || !isAmount(value)) {
            return false;
          }
          amountSeen = true;
          amount = value == JsonToken.VALUE_NULL ? amount : OptionalDouble.of(in.getDoubleValue());
        }
        case "event_type" -> {
          if (typeSeen || (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL)) {
            return false;
          }
          typeSeen = true;
          String text = value == JsonToken.VALUE_NULL ? "" : in.getString().strip();
          if (!fields.isPlainType(text)) {
            return false;
          }
          type = text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
        default -> {
          return false;
        }
      }
    }
    if (day == null || in.currentToken() != JsonToken.END_OBJECT) {
      return false;
    }
    transactions.add(new CustomerEvent(day, amount, type));
    return true;
  }

  /** {@return the day of a date or, in UTC, of a time; null for others} */
  private LocalDate readDay() {
    String text = in.getString();
    if (!utc && text.length() > DATE_LENGTH) {
      return null;
    }
    LocalDate day = IsoDays.parse(text).orElse(null);
    return day == null || day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR ? null : day;
  }

  private boolean isAmount(JsonToken value) {
    return switch (value) {
      case VALUE_NULL -> true;
      case VALUE_NUMBER_INT -> in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      case VALUE_NUMBER_FLOAT -> Double.isFinite(in.getDoubleValue());
      default -> false;
    };
  }
}
