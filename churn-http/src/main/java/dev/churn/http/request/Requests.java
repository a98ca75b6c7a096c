package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.http.access.Principal;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the parameters that many routes have, and writes their responses. */
public final class Requests {
  private static final String REQUESTER = "X-Forwarded-User";

  private Requests() {}

  /**
   * {@return the organization that a request is about, or the target of it that the request names}
   */
  public static OrganizationId organization(Context ctx) {
    OrganizationId owner = owner(ctx);
    return RequestTarget.id(ctx).orElse(owner);
  }

  /** {@return the organization in the path, whatever target the request names} */
  public static OrganizationId owner(Context ctx) {
    OrganizationId id = path(ctx, "org_id", OrganizationId::parse);
    RequestLog.organization(ctx, id);
    return id;
  }

  public static DatasetId dataset(Context ctx) {
    return path(ctx, "dataset_id", DatasetId::parse);
  }

  /**
   * {@return the caller whom the server knows, or else the user named by a trusted proxy in front
   * of the server; empty if there is none}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it is not a plain name
   */
  public static Optional<Requester> requester(Context ctx) {
    Principal principal = Principal.of(ctx);
    if (principal.kind() != Principal.Kind.ANYBODY) {
      return Optional.of(new Requester(principal.name()));
    }
    if (!ClientAddress.isFromTrustedProxy(ctx)) {
      return Optional.empty(); // anybody can write the header
    }
    return Optional.ofNullable(ctx.header(REQUESTER))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> parse(REQUESTER, text, Requester::new));
  }

  /** {@return the parsed value of a path parameter} */
  public static <T> T path(Context ctx, String name, Function<String, T> parser) {
    return parse(name, ctx.pathParam(name), parser);
  }

  /** {@return the parsed value of a query parameter, or empty if it is missing or blank} */
  public static <T> Optional<T> query(Context ctx, String name, Function<String, T> parser) {
    return Optional.ofNullable(ctx.queryParam(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> parse(name, text, parser));
  }

  /**
   * Refuses a query with unknown or repeated options, so that neither a misspelled option nor one
   * of two values is ignored silently.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and all options that are not among
   *     {@code names} or are repeated
   */
  public static void onlyQuery(Context ctx, Set<String> names) {
    if (ctx.queryString() == null) {
      return;
    }
    List<FieldError> wrong = new ArrayList<>();
    ctx.queryParamMap()
        .forEach(
            (name, values) -> {
              if (!names.contains(name)) {
                wrong.add(
                    new FieldError(
                        name,
                        names.isEmpty()
                            ? "expected no options in the query"
                            : "expected one of %s"
                                .formatted(String.join(", ", new TreeSet<>(names)))));
              } else if (values.size() > 1) {
                wrong.add(
                    new FieldError(name, "expected once, found %d times".formatted(values.size())));
              }
            });
    if (!wrong.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The query: options that are unknown here or repeated", wrong);
    }
  }

  /** Adds the name of the parameter, which the domain does not know, to its error. */
  private static <T> T parse(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (ChurnException e) {
      String message = e.getMessage();
      String problem = message.substring(message.indexOf(": ") < 0 ? 0 : message.indexOf(": ") + 2);
      throw new ChurnException(
          e.code(), name + ": " + problem, List.of(new FieldError(name, problem)));
    }
  }

  /**
   * {@return the page of a list that the query asks for}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if limit or offset is not a number
   *     or is out of range
   */
  public static PageRequest page(Context ctx) {
    long limit =
        query(ctx, "limit", text -> number("limit", text, 1, PageRequest.MAX_LIMIT))
            .orElse((long) PageRequest.DEFAULT_LIMIT);
    long offset =
        query(ctx, "offset", text -> number("offset", text, 0, Long.MAX_VALUE)).orElse(0L);
    return new PageRequest((int) limit, offset);
  }

  private static long number(String name, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers out of range.
    }
    throw new ChurnException(
        ErrorCode.INVALID_INPUT,
        "%s: expected a whole number from %d to %d".formatted(name, least, most));
  }

  /** Answers 202: the work has been queued, and {@code location} will show its result. */
  public static void accepted(Context ctx, String location, Object body) {
    ctx.status(202).header("Location", location);
    json(ctx, body);
  }

  /**
   * {@return the boolean that {@code true} or {@code false} stands for}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} for anything else
   */
  public static boolean flag(String text) {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new ChurnException(ErrorCode.INVALID_INPUT, "expected true or false");
    }
    return text.equalsIgnoreCase("true");
  }

  /** Answers a JSON object, with the name of the target if it is not the default one. */
  public static void json(Context ctx, Object body) {
    ctx.contentType("application/json")
        .result(
            RequestTarget.name(ctx)
                .map(target -> Json.write(body, RequestTarget.OPTION, target))
                .orElseGet(() -> Json.write(body)));
  }

  /** Answers {@code {"total", "limit", "offset", "<plural>": […]}}. */
  public static <T> void list(Context ctx, String plural, Page<T> page, Function<T, ?> view) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("total", page.total());
    body.put("limit", page.request().limit());
    body.put("offset", page.request().offset());
    body.put(plural, page.items().stream().map(view).toList());
    json(ctx, body);
  }
}
