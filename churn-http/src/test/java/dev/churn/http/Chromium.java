package dev.churn.http;

import dev.churn.http.request.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A page in a headless Chromium, driven over the DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final Messages messages = new Messages();

  private Chromium(Process process, Path profile, String page)
      throws IOException, InterruptedException {
    this.process = process;
    this.profile = profile;
    this.socket = http.newWebSocketBuilder().buildAsync(debugger(page), messages).join();
  }

  /** {@return the browser on the PATH, if there is one} */
  static Optional<Path> find() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** {@return a browser that has loaded the page} */
  static Chromium open(Path browser, String page) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("churn-chromium-");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                // Builds often run as root or in a container, where the sandbox cannot be set up.
                "--no-sandbox",
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      var browserPage = new Chromium(process, profile, page);
      browserPage.awaitLoaded(page);
      return browserPage;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** A script that begins before the page has loaded would be lost. */
  private void awaitLoaded(String page) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String loaded = "location.href === '%s' && document.readyState === 'complete'".formatted(page);
    while (!evaluate(loaded).asBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("expected Chromium to load " + page);
      }
      Thread.sleep(20);
    }
  }

  /** Opens the page in a tab; {@return where the tab is debugged}. */
  private URI debugger(String page) throws IOException, InterruptedException {
    URI open = URI.create("http://%s/json/new?%s".formatted(address(), page));
    HttpRequest request =
        HttpRequest.newBuilder(open).PUT(HttpRequest.BodyPublishers.noBody()).build();
    byte[] tab = http.send(request, BodyHandlers.ofByteArray()).body();
    return URI.create(Json.read(tab).path("webSocketDebuggerUrl").asString());
  }

  /** {@return host and port of the browser, which it writes into its profile when it listens} */
  private String address() throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file) || Files.size(file) == 0) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("expected Chromium to listen for DevTools; it does not");
      }
      Thread.sleep(20);
    }
    return "127.0.0.1:" + Files.readAllLines(file).get(0);
  }

  /**
   * {@return the value of an expression in the page; a promise is waited for}
   *
   * @throws AssertionError if the script throws
   */
  JsonNode evaluate(String expression) {
    var script = Map.of("expression", expression, "awaitPromise", true, "returnByValue", true);
    byte[] command = Json.write(Map.of("id", 1, "method", "Runtime.evaluate", "params", script));
    CompletableFuture<String> answer = messages.next();
    socket.sendText(new String(command, StandardCharsets.UTF_8), true);
    String text = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    JsonNode result = Json.read(text.getBytes(StandardCharsets.UTF_8)).path("result");
    if (!result.has("result") || result.has("exceptionDetails")) {
      throw new AssertionError("the page's script failed: " + text);
    }
    return result.path("result").path("value");
  }

  /** Puts the parts of messages together; only answers are sent, since no events are enabled. */
  private static final class Messages implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();
    private volatile CompletableFuture<String> next = new CompletableFuture<>();

    CompletableFuture<String> next() {
      next = new CompletableFuture<>();
      return next;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        next.complete(parts.toString());
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      next.completeExceptionally(error);
    }
  }

  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> children;
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      children = descendants.toList();
    }
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      for (ProcessHandle child : children) {
        child.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(e -> child).join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    try {
      RunningServer.delete(profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
