package dev.churn.http.problem;

import dev.churn.http.request.RequestLog;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that fail before they reach a route, for example a malformed request line. */
public final class ContainerProblems extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerProblems.class);

  private final RepeatedWarnings warnings = new RepeatedWarnings();

  @Override
  public boolean errorPageForMethod(String method) {
    return true; // by default the container sends no body for OPTIONS, PUT, PATCH and DELETE
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    // The container often closes the connection after an error without saying so; whoever sends the
    // next request on it would never get an answer.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    String id = RequestLog.idFor(request.getHeaders().get(RequestLog.HEADER));
    warnings.warn(
        "status " + code,
        count ->
            LOG.atWarn().addKeyValue("status", code).addKeyValue("count", count).log("refused"));
    write(
        response,
        code,
        Problems.body(code, HttpStatus.getMessage(code), detail(code), id),
        id,
        callback);
  }

  /** Answers a request that is not to reach a route. */
  public static void answer(
      Request request, Response response, ProblemType type, String detail, Callback callback) {
    response.setStatus(type.status());
    String id = RequestLog.idFor(request.getHeaders().get(RequestLog.HEADER));
    write(response, type.status(), Problems.body(type, detail, id), id, callback);
  }

  private static void write(
      Response response, int status, byte[] body, String id, Callback callback) {
    SecurityHeaders.put(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.CONTENT_TYPE);
    response.getHeaders().put(RequestLog.HEADER, id);
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, Problems.RETRY_SECONDS);
    }
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** {@return a sentence by the status only; the container's message may show internals} */
  private static String detail(int status) {
    return switch (status) {
      case HttpStatus.BAD_REQUEST_400 ->
          "The request cannot be read: expected a URL of ASCII characters and complete escapes such"
              + " as %20 with no path above the root, and a method, headers and a body as HTTP/1.1"
              + " has them";
      case HttpStatus.REQUEST_TIMEOUT_408 -> "The request took too long to arrive";
      case HttpStatus.URI_TOO_LONG_414 -> "The URL is too long";
      case HttpStatus.EXPECTATION_FAILED_417 -> "Expect: expected 100-continue, found another";
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are too long";
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The server is stopping or has no room for more";
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "Expected HTTP/1.1 or HTTP/1.0";
      default -> "The request ended before the server could look at it.";
    };
  }
}
