package dev.churn.http.problem;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that fail before they reach a route, for example a malformed request line. */
public final class ContainerProblems extends ErrorHandler {
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
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.CONTENT_TYPE);
    if (code == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, Problems.RETRY_SECONDS);
    }
    response.write(true, body(code), callback);
  }

  /** {@return a body with the status only; the container's message may show internals} */
  private static ByteBuffer body(int status) {
    return ByteBuffer.wrap(
        Problems.body(status, HttpStatus.getMessage(status), UUID.randomUUID().toString()));
  }
}
