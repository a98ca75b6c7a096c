package dev.churn.http.problem;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.Remedy;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.http.request.BodyReading;
import dev.churn.http.request.Json;
import dev.churn.http.request.RequestLog;
import dev.churn.http.request.RequestTarget;
import dev.churn.http.request.SlowBodyException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every error with {@code application/problem+json} (RFC 9457). */
public final class Problems {
  static final String CONTENT_TYPE = "application/problem+json";
  static final String RETRY_SECONDS = ProblemType.SOON;

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String NO_DETAIL =
      "The server could not do this through a fault of its own; its log has the details under this"
          + " request id.";

  private Problems() {}

  /** The body of an error answer. */
  private record Problem(
      String type,
      String title,
      int status,
      String detail,
      List<FieldProblem> errors,
      String requestId) {}

  /** One of the {@code errors} of a body: the path of a field in the request, and what is wrong. */
  private record FieldProblem(String field, String problem) {
    static FieldProblem of(FieldError error) {
      return new FieldProblem(FieldPath.of(error), error.problem());
    }
  }

  /**
   * Answers every exception of a route with a problem.
   *
   * @param hints which route takes the step that helps after an error, as called for a request
   */
  public static void register(RoutesConfig routes, BiFunction<Remedy, Context, String> hints) {
    routes.exception(ChurnException.class, (e, ctx) -> answer(e, ctx, hints));
    routes.exception(MethodNotAllowedResponse.class, Problems::methodNotAllowed);
    routes.exception(HttpResponseException.class, Problems::javalin);
    routes.exception(
        SlowBodyException.class,
        (e, ctx) -> answer(ctx, ProblemType.REQUEST_TIMEOUT, e.getMessage(), List.of()));
    routes.exception(Exception.class, Problems::unexpected);
    // Responses that Javalin creates without an exception.
    routes.error(408, ctx -> fill(ctx, ProblemType.REQUEST_TIMEOUT, "Nothing came for too long."));
    routes.error(500, ctx -> fill(ctx, ProblemType.INTERNAL, NO_DETAIL));
  }

  private static void answer(
      ChurnException e, Context ctx, BiFunction<Remedy, Context, String> hints) {
    ProblemType type = ProblemType.of(e.code());
    if (type.status() >= 500) {
      LOG.warn("{}: {}", e.code(), e.getMessage(), e);
    }
    String detail =
        e.remedy()
            .map(remedy -> e.getMessage() + ": " + hints.apply(remedy, ctx))
            .orElse(e.getMessage());
    answer(ctx, type, detail, e.fieldErrors());
  }

  private static void methodNotAllowed(MethodNotAllowedResponse e, Context ctx) {
    String allowed =
        e.getDetails().values().stream()
            .flatMap(methods -> Arrays.stream(methods.split(", ")))
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    ctx.header("Allow", allowed);
    answer(
        ctx,
        ProblemType.METHOD_NOT_ALLOWED,
        "%s: expected %s, found %s".formatted(ctx.path(), allowed, ctx.method()),
        List.of());
  }

  private static void javalin(HttpResponseException e, Context ctx) {
    switch (e.getStatus()) {
      case 404 ->
          answer(
              ctx,
              ProblemType.NOT_FOUND,
              "There is nothing at %s %s".formatted(ctx.method(), ctx.path()),
              List.of());
      case 413 -> answer(ctx, ProblemType.TOO_LARGE, "The body is too large", List.of());
      case 400 -> answer(ctx, ProblemType.INVALID_INPUT, "The request cannot be read", List.of());
      default -> unexpected(e, ctx);
    }
  }

  private static void unexpected(Exception e, Context ctx) {
    if (e instanceof IOException && BodyReading.isCutOff(e)) {
      // The client closed the connection: no fault of the server, and nobody reads this response.
      answer(ctx, ProblemType.INVALID_INPUT, "The body ended before its end", List.of());
      return;
    }
    if (DiskSpace.isFull(e)) {
      LOG.warn("The disk is full", e);
      String detail = DiskSpace.full("A file cannot be written", e).getMessage();
      answer(ctx, ProblemType.INSUFFICIENT_STORAGE, detail, List.of());
      return;
    }
    LOG.error("Unexpected {}", e.getClass().getName(), e);
    answer(ctx, ProblemType.INTERNAL, NO_DETAIL, List.of());
  }

  public static void answer(Context ctx, ProblemType type, String detail, List<FieldError> errors) {
    type.retrySeconds()
        .filter(seconds -> !ctx.res().containsHeader("Retry-After")) // it may be known exactly
        .ifPresent(seconds -> ctx.header("Retry-After", seconds));
    ctx.status(type.status()).contentType(CONTENT_TYPE);
    ctx.result(body(type, RequestTarget.named(ctx, detail), errors, RequestLog.idOf(ctx)));
  }

  private static void fill(Context ctx, ProblemType type, String detail) {
    if (ctx.resultInputStream() == null) {
      answer(ctx, type, detail, List.of());
    }
  }

  /** {@return the body for a request that the container refuses} */
  static byte[] body(int status, String title, String detail, String requestId) {
    return Json.write(new Problem("about:blank", title, status, detail, List.of(), requestId));
  }

  /** {@return the body for a request that no route answered} */
  static byte[] body(ProblemType type, String detail, String requestId) {
    return body(type, detail, List.of(), requestId);
  }

  private static byte[] body(
      ProblemType type, String detail, List<FieldError> errors, String requestId) {
    return Json.write(
        new Problem(
            type.uri(),
            type.title(),
            type.status(),
            detail,
            errors.stream().map(FieldProblem::of).toList(),
            requestId));
  }
}
