package dev.churn.http.network;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Lets a handler close the connection of its request, so that its answer is incomplete. */
public final class ConnectionAbort {
  private static final String NAME = "dev.churn.http.connection";

  private ConnectionAbort() {}

  static void offer(Request request) {
    request.setAttribute(NAME, request.getConnectionMetaData().getConnection().getEndPoint());
  }

  /**
   * Closes the connection at once. What is written to it from now on fails.
   *
   * @throws IllegalStateException if the connection was not offered; the request then fails, which
   *     leaves the answer incomplete as well
   */
  public static void now(HttpServletRequest request) {
    if (request.getAttribute(NAME) instanceof EndPoint connection) {
      connection.close();
    } else {
      throw new IllegalStateException("expected the connection of the request, found none");
    }
  }
}
