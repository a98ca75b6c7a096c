package dev.churn.http.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider: its discovery document and its public keys. */
final class IssuerServer implements AutoCloseable {
  private final HttpServer server;
  private final List<JWK> keys = new ArrayList<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile boolean isDown;

  IssuerServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean isDiscovery =
              exchange.getRequestURI().getPath().equals("/.well-known/openid-configuration");
          if (!isDiscovery) {
            fetches.incrementAndGet();
          }
          String text =
              isDiscovery
                  ? "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(url(), url())
                  : new JWKSet(List.copyOf(keys)).toString();
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isDown ? 503 : 200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Publishes these keys in place of the others. */
  void publish(JWK... current) {
    keys.clear();
    keys.addAll(List.of(current));
  }

  void fail(boolean down) {
    isDown = down;
  }

  int fetches() {
    return fetches.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
