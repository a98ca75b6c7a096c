package dev.churn.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.embed.ChurnBuilder;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.features.RfmFeatures;
import dev.churn.http.metrics.Metrics;
import dev.churn.http.settings.Settings;
import dev.churn.http.trace.Traces;
import dev.churn.training.ChurnModelTraining;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The API over a core of a test's own, and its metrics. */
final class MeteredApi implements AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final Metrics metrics;
  final Caller caller;
  private final Javalin javalin;
  private final String url;

  MeteredApi(Churn churn, Map<String, String> variables) throws IOException {
    Settings settings = Settings.from(variables);
    metrics = new Metrics(churn, settings);
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    javalin =
        new ChurnApi(
                churn,
                Files.createTempDirectory("churn-metrics-"),
                ChurnServer.links(settings, "http://unused.example"),
                settings,
                metrics,
                Traces.off())
            .start(socket);
    url = "http://127.0.0.1:" + javalin.port();
    caller = new Caller(url);
  }

  HttpResponse<String> send(String method, String path) {
    return send(method, URI.create(url + path));
  }

  static HttpResponse<String> send(String method, URI uri) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends requests one after the other, without waiting for their answers. */
  void pipeline(List<String> methodsAndPaths) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), javalin.port())) {
      var text = new StringBuilder();
      for (String request : methodsAndPaths) {
        text.append(request).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      }
      text.append("GET /last HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
      Thread writer =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(text.toString().getBytes(US_ASCII));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      writer.start();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  /** {@return the names and labels of all series about requests, when so many have been counted} */
  Set<String> series(long requests) throws InterruptedException {
    while (true) {
      Set<String> found = new TreeSet<>();
      double counted = 0;
      for (String line : metrics.scrape().lines().toList()) {
        if (line.startsWith("churn_http_re")) {
          found.add(line.substring(0, line.lastIndexOf(' ')));
        }
        if (line.startsWith("churn_http_requests_total")) {
          counted += Double.parseDouble(line.substring(line.lastIndexOf(' ')));
        }
      }
      if (counted >= requests) { // a request is counted when its answer has been sent
        return found;
      }
      Thread.sleep(20);
    }
  }

  long value(String name) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  /** {@return a core in memory} */
  static ChurnBuilder churn() {
    return Churn.builder()
        .features(new RfmFeatures())
        .training(new ChurnModelTraining())
        .inMemory(new InMemoryDatabase());
  }
}
