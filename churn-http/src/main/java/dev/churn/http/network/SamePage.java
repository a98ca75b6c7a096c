package dev.churn.http.network;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * A request of a page of this server, without its {@code Origin}. Behind the door the header means
 * another origin, which must be among those of the settings.
 */
final class SamePage extends Request.Wrapper {
  private final HttpFields headers;

  SamePage(Request wrapped) {
    super(wrapped);
    headers = HttpFields.build(wrapped.getHeaders()).remove(HttpHeader.ORIGIN).asImmutable();
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }
}
