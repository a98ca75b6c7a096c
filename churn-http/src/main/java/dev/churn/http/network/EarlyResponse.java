package dev.churn.http.network;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer that says so if the connection closes after it, since the body of the request has not
 * come whole.
 */
final class EarlyResponse extends Response.Wrapper {
  EarlyResponse(Request request, Response wrapped) {
    super(request, wrapped);
  }

  @Override
  public void write(boolean last, ByteBuffer bytes, Callback callback) {
    if (!isCommitted() && !BodyDrain.hasCome(getRequest())) {
      getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    super.write(last, bytes, callback);
  }
}
