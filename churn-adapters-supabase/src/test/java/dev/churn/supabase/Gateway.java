package dev.churn.supabase;

import dev.churn.supabase.HttpTestServer.Incoming;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An API gateway in front of a storage server, by the rules of Supabase: every request to {@code
 * /storage/v1} needs a known {@code apikey}, {@code Bearer sb_…} is refused, and an opaque key is
 * exchanged for a JWT. It takes whole bodies before it forwards them.
 */
final class Gateway implements AutoCloseable {
  static final String SECRET = "sb_secret_0123456789abcdefghijkl_mnopqrst";
  static final String PUBLISHABLE = "sb_publishable_0123456789abcdefghij_klmnopqr";

  private static final String PREFIX = "/storage/v1";

  private final HttpTestServer server = new HttpTestServer(this::handle);
  private final URI storage;
  private final Map<String, String> jwts = new LinkedHashMap<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private volatile String secret = SECRET;
  private volatile boolean hangs;

  /**
   * @param storage the address of a storage server without a prefix
   */
  Gateway(String storage) {
    this.storage = URI.create(storage);
    jwts.put(PUBLISHABLE, RecordedSupabaseServer.ANON);
    jwts.put(RecordedSupabaseServer.SERVICE, RecordedSupabaseServer.SERVICE);
    jwts.put(RecordedSupabaseServer.ANON, RecordedSupabaseServer.ANON);
  }

  String url() {
    return server.url();
  }

  /** Accepts another secret key from now on, and no longer the old one. */
  void rotateSecret(String newSecret) {
    secret = newSecret;
  }

  /** Answers nothing from now on, or answers again. */
  void hang(boolean silent) {
    hangs = silent;
  }

  /** {@return what was refused here, and why} */
  List<String> refusals() {
    return refusals;
  }

  List<Incoming> seen() {
    return server.seen();
  }

  private Reply handle(Incoming request) throws IOException {
    if (hangs) {
      return Reply.none().thenSilence();
    }
    if (!request.path().startsWith(PREFIX + "/")) {
      return Reply.json(404, Map.of("message", "no Route matched with those values"));
    }
    String path = request.path().substring(PREFIX.length());
    if (path.startsWith("/object/public/")) {
      return forward(request, path, "");
    }
    String authorization = request.header("Authorization");
    if (authorization.startsWith("Bearer sb_")) {
      return refuse(request, "Invalid JWT");
    }
    String key = request.header("apikey");
    if (key.isEmpty()) {
      return refuse(request, "No API key found in request");
    }
    String jwt = key.equals(secret) ? RecordedSupabaseServer.SERVICE : jwts.get(key);
    if (jwt == null) {
      return refuse(request, "Invalid API key");
    }
    return forward(request, path, authorization.isEmpty() ? "Bearer " + jwt : authorization);
  }

  private Reply refuse(Incoming request, String why) {
    refusals.add(request + ": " + why);
    return Reply.json(401, Map.of("message", why, "hint", "Double check your API key."));
  }

  private Reply forward(Incoming request, String path, String authorization) throws IOException {
    byte[] body = request.body().readAllBytes();
    try (Socket socket = new Socket(storage.getHost(), storage.getPort());
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      Map<String, String> headers = new LinkedHashMap<>(request.headers());
      headers.keySet().removeIf(name -> name.equalsIgnoreCase("Authorization"));
      headers.keySet().removeIf(name -> name.equalsIgnoreCase("Connection"));
      headers.put("Connection", "close");
      if (!authorization.isEmpty()) {
        headers.put("Authorization", authorization);
      }
      OutputStream out = socket.getOutputStream();
      StringBuilder head = new StringBuilder(request.method() + " " + path + " HTTP/1.1\r\n");
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      out.write(HttpTestServer.ascii(head.append("\r\n").toString()));
      out.write(body);
      out.flush();
      return answer(request, in);
    }
  }

  private static Reply answer(Incoming request, InputStream in) throws IOException {
    Incoming head = Incoming.read(in, 0, null); // a status line has three words too
    if (head == null) {
      return Reply.none();
    }
    byte[] body = request.method().equals("HEAD") ? new byte[0] : head.body().readAllBytes();
    Reply reply = Reply.bytes(Integer.parseInt(head.path()), body);
    head.headers().forEach(reply::with);
    return reply.with("connection", "keep-alive");
  }

  @Override
  public void close() {
    server.close();
  }
}
