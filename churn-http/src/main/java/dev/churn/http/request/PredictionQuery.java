package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.feature.IsoDays;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The part of a list of predictions that a query asks for. */
public record PredictionQuery(
    PredictionFilter filter,
    Optional<PredictionSort> sort,
    PredictionSlice.Start start,
    int limit) {
  /** The option for the customers by their state. */
  public static final String INCLUDE = "include";

  /** {@return the options of the query} */
  public static String[] options() {
    return new String[] {
      "limit",
      "offset",
      "cursor",
      "risk_segment",
      "min_probability",
      "max_probability",
      "as_of",
      "model_version",
      "search",
      INCLUDE,
      "sort"
    };
  }

  /**
   * {@return the query of a call}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if an option cannot be read, or for
   *     both cursor and offset
   */
  public static PredictionQuery read(Context ctx) {
    PageRequest page = Requests.page(ctx);
    Optional<PredictionCursor> cursor = Requests.query(ctx, "cursor", PredictionCursor::parse);
    if (cursor.isPresent() && page.offset() > 0) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "Expected either cursor or offset, found both");
    }
    PredictionSlice.Start start =
        cursor
            .<PredictionSlice.Start>map(PredictionSlice.After::new)
            .orElseGet(() -> new PredictionSlice.Offset(page.offset()));
    return new PredictionQuery(
        filter(ctx), Requests.query(ctx, "sort", PredictionSort::parse), start, page.limit());
  }

  private static PredictionFilter filter(Context ctx) {
    return new PredictionFilter(
        Requests.query(ctx, "risk_segment", RiskSegment::parse),
        probability(ctx, "min_probability"),
        probability(ctx, "max_probability"),
        Requests.query(ctx, "as_of", PredictionQuery::day),
        Requests.query(ctx, "model_version", PredictionQuery::version)
            .map(OptionalInt::of)
            .orElseGet(OptionalInt::empty),
        Optional.ofNullable(ctx.queryParam("search")).filter(text -> !text.isEmpty()),
        include(ctx));
  }

  /**
   * {@return the customers that a call asks for, active ones by default}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the option cannot be read
   */
  public static Include include(Context ctx) {
    return Requests.query(ctx, INCLUDE, Include::parse).orElse(Include.ACTIVE);
  }

  private static OptionalDouble probability(Context ctx, String name) {
    return Requests.query(ctx, name, PredictionQuery::probability)
        .map(OptionalDouble::of)
        .orElseGet(OptionalDouble::empty);
  }

  private static double probability(String text) {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new ChurnException(ErrorCode.INVALID_INPUT, "expected a number from 0 to 1");
  }

  private static LocalDate day(String text) {
    return IsoDays.parseDate(text)
        .orElseThrow(
            () ->
                new ChurnException(ErrorCode.INVALID_INPUT, "expected a date such as 2024-01-15"));
  }

  private static int version(String text) {
    try {
      int version = Integer.parseInt(text);
      if (version > 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new ChurnException(ErrorCode.INVALID_INPUT, "expected a whole number from 1 on");
  }
}
