package dev.churn.supabase;

import dev.churn.supabase.HttpTestServer.Incoming;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import dev.churn.supabase.RecordedObjects.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Supabase Storage as far as a client of objects sees it: it answers as the real server was
 * recorded to answer, which {@link RecordedSupabaseServerTest} holds it to.
 */
final class RecordedSupabaseServer implements AutoCloseable {
  // JWTs as to their form: header, claims with a role, and a signature that is checked by its name
  static final String SERVICE = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.service";
  static final String ANON = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.anon";
  static final String WRONG_SIGNATURE = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.wrong";
  static final String EXPIRED = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.expired";
  static final String UNKNOWN_ROLE = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoidW5rbm93biJ9.unknown";

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpTestServer server;
  private final String prefix;
  private final RecordedObjects objects;
  private final RecordedBuckets buckets;
  private final RecordedResumable resumable;
  private final List<Mishap> mishaps = new CopyOnWriteArrayList<>();
  private volatile Set<Rights> anon = EnumSet.noneOf(Rights.class);
  private volatile Set<String> bucketsOfAnon = Set.of();

  /**
   * @param prefix before all routes: empty, or {@code /storage/v1} as behind the gateway
   * @param folder for the objects' bytes
   * @param lockWait how long a request waits for another one that holds the same resumable upload;
   *     3 s in reality
   */
  RecordedSupabaseServer(String prefix, Path folder, Duration lockWait) {
    this.prefix = prefix;
    this.objects = new RecordedObjects(folder);
    this.buckets = new RecordedBuckets(this, objects);
    this.resumable = new RecordedResumable(this, objects, lockWait);
    this.server = new HttpTestServer(this::handle);
  }

  String url() {
    return server.url() + prefix;
  }

  /** {@return method and path of every request so far} */
  List<String> requests() {
    return server.seen().stream().map(Incoming::toString).toList();
  }

  void forgetRequests() {
    server.forgetSeen();
  }

  RecordedResumable resumable() {
    return resumable;
  }

  RecordedObjects objects() {
    return objects;
  }

  /** Lets the anon key do this with objects of both buckets, and with buckets. */
  void grantAnon(Rights... rights) {
    grantAnon(Set.of("datasets", "utils"), Set.of(rights));
  }

  void grantAnon(Set<String> buckets, Set<Rights> rights) {
    bucketsOfAnon = buckets;
    anon = rights;
  }

  /** The first of the mishaps that fits a request happens to it. */
  void prepare(Mishap mishap) {
    mishaps.add(mishap);
  }

  /** {@return the requests whose method and path contain the text} */
  List<Incoming> seen(String methodAndPath) {
    return server.seen().stream().filter(r -> r.toString().contains(methodAndPath)).toList();
  }

  /** {@return mishaps that have not happened yet} */
  List<Mishap> pendingMishaps() {
    return mishaps;
  }

  private Reply handle(Incoming request) throws IOException {
    Mishap mishap = null;
    for (Mishap candidate : mishaps) {
      if (candidate.when().test(request)) {
        mishaps.remove(candidate);
        mishap = candidate;
        break;
      }
    }
    if (mishap == null) {
      return route(request, request.body());
    }
    mishap.before().run();
    if (mishap.instead() != null) {
      return mishap.instead();
    }
    if (mishap.cutBodyAfter() < 0) {
      return mishap.answer().apply(route(request, request.body()));
    }
    try {
      return route(request, new CutBody(request.body(), mishap.cutBodyAfter()));
    } catch (CutBody.Cut e) {
      return mishap.silentWhenCut() ? Reply.none().thenSilence() : Reply.none();
    }
  }

  private Reply route(Incoming request, InputStream body) throws IOException {
    if (!request.path().startsWith(prefix + "/")) {
      return noRoute(request);
    }
    String path = request.path().substring(prefix.length());
    if (path.startsWith("/upload/resumable")) {
      Reply unauthorized = check(request, "Invalid Compact JWS", "403", "AccessDenied");
      return unauthorized != null
          ? unauthorized
          : resumable.handle(request, path.substring("/upload/resumable".length()), body);
    }
    if (path.startsWith("/object/info/") && !path.startsWith("/object/info/authenticated/")) {
      return info(request, path.substring("/object/info/".length())); // a bad key is as good as none
    }
    boolean publicRead = path.startsWith("/object/public/");
    if (!publicRead && (path.startsWith("/bucket") || path.startsWith("/object/"))) {
      Reply unauthorized =
          check(
              request,
              "headers must have required property 'authorization'",
              "400",
              "InvalidRequest");
      if (unauthorized != null) {
        return unauthorized;
      }
    }
    if ((path.equals("/bucket") || path.equals("/bucket/")) && request.method().equals("POST")) {
      return buckets.create(request, JSON.readTree(body.readAllBytes()));
    }
    if (path.startsWith("/bucket/") && request.method().equals("GET")) {
      return buckets.get(request, path.substring("/bucket/".length()));
    }
    if (path.startsWith("/object/list-v2/")) {
      return buckets.list(request, path.substring(16), JSON.readTree(body.readAllBytes()));
    }
    if (path.startsWith("/object/info/authenticated/")) {
      return info(request, path.substring("/object/info/authenticated/".length()));
    }
    for (String read : List.of("/object/authenticated/", "/object/public/")) {
      if (path.startsWith(read)) {
        return download(request, path.substring(read.length()));
      }
    }
    if (path.startsWith("/object/")) {
      String key = path.substring("/object/".length());
      return switch (request.method()) {
        case "POST", "PUT" -> upload(request, key, body);
        case "DELETE" -> delete(request, key);
        default -> download(request, key);
      };
    }
    return noRoute(request);
  }

  private static Reply noRoute(Incoming request) {
    return Reply.json(
        404,
        Map.of(
            "message",
            "Route %s:%s not found".formatted(request.method(), request.path()),
            "error",
            "Not Found",
            "statusCode",
            404));
  }

  private static Reply check(
      Incoming request, String withoutKey, String statusWithoutKey, String codeWithoutKey) {
    String token = request.header("Authorization").replaceFirst("(?i)^bearer ", "");
    return switch (token) {
      case SERVICE, ANON -> null;
      case "" ->
          statusWithoutKey.equals("400")
              ? Reply.refusal("400", "Error", codeWithoutKey, withoutKey)
              : forbidden(withoutKey);
      case WRONG_SIGNATURE -> forbidden("signature verification failed");
      case EXPIRED -> forbidden("\"exp\" claim timestamp check failed");
      case UNKNOWN_ROLE ->
          Reply.refusal(
              500, "500", "DatabaseError", "DatabaseError", "database error, code: 22023");
      default -> forbidden("Invalid Compact JWS");
    };
  }

  static Reply forbidden(String message) {
    return Reply.refusal("403", "Unauthorized", "AccessDenied", message);
  }

  boolean mayWithBuckets(Incoming request, Rights right) {
    return request.header("Authorization").endsWith(SERVICE) || anon.contains(right);
  }

  boolean may(Incoming request, String key, Rights... rights) {
    return request.header("Authorization").endsWith(SERVICE)
        || (bucketsOfAnon.contains(key.substring(0, key.indexOf('/')))
            && anon.containsAll(Set.of(rights)));
  }

  static Reply noBucket() {
    return Reply.refusal("404", "Bucket not found", "NoSuchBucket", "Bucket not found");
  }

  private static Reply noObject() {
    return Reply.refusal("404", "not_found", "NoSuchKey", "Object not found");
  }

  private Reply upload(Incoming request, String key, InputStream body) throws IOException {
    StoredBucket bucket = objects.bucketOf(key);
    if (bucket == null) {
      return noBucket();
    }
    String type = request.header("Content-Type");
    if (bucket.types() != null && !bucket.types().contains(type)) {
      return Reply.refusal(
          "415",
          "invalid_mime_type",
          "InvalidMimeType",
          "mime type %s is not supported".formatted(type));
    }
    if (!request.isChunked() && bucket.isTooLarge(request.body().length())) {
      return Reply.refusal(
          "413",
          "Payload too large",
          "EntityTooLarge",
          "The object exceeded the maximum allowed size");
    }
    boolean upsert = request.method().equals("PUT") || request.header("x-upsert").equals("true");
    if (!mayWrite(request, key, upsert)) {
      return forbidden("new row violates row-level security policy").leavingBodyUnread();
    }
    if (!upsert && objects.find(key) != null) {
      return Reply.refusal("409", "Duplicate", "KeyAlreadyExists", "The resource already exists")
          .leavingBodyUnread();
    }
    Path received = objects.receive(body);
    StoredObject stored = objects.store(key, received, type);
    return Reply.json(200, Map.of("Key", key, "Id", stored.id()));
  }

  /** As the table of policies was recorded: replacing, even of nothing, needs more rights. */
  boolean mayWrite(Incoming request, String key, boolean upsert) {
    if (!upsert) {
      return may(request, key, Rights.INSERT);
    }
    return objects.find(key) == null
        ? may(request, key, Rights.INSERT, Rights.SELECT)
        : may(request, key, Rights.INSERT, Rights.SELECT, Rights.UPDATE);
  }

  private Reply info(Incoming request, String key) {
    StoredBucket bucket = objects.bucketOf(key);
    if (bucket == null) {
      return noBucket();
    }
    StoredObject object = objects.find(key);
    if (object == null || !(bucket.isPublic() || may(request, key, Rights.SELECT))) {
      return noObject();
    }
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("id", object.id());
    info.put("name", key.substring(key.indexOf('/') + 1));
    info.put("version", object.version());
    info.put("bucket_id", key.substring(0, key.indexOf('/')));
    info.put("size", object.size());
    info.put("content_type", object.type());
    info.put("cache_control", "no-cache");
    info.put("etag", object.etag());
    info.put("metadata", Map.of());
    info.put("last_modified", "2026-01-01T00:00:00.000Z");
    info.put("created_at", "2026-01-01T00:00:00.000Z");
    return Reply.json(200, info).with("etag", object.etag()).with("cache-control", "no-cache");
  }

  private Reply download(Incoming request, String key) {
    StoredBucket bucket = objects.bucketOf(key);
    boolean publicRoute = request.path().startsWith(prefix + "/object/public/");
    if (bucket == null || (publicRoute && !bucket.isPublic())) {
      return noBucket();
    }
    StoredObject object = objects.find(key);
    if (object == null || !(bucket.isPublic() || may(request, key, Rights.SELECT))) {
      return noObject();
    }
    Reply reply = Reply.file(200, object.bytes(), 0, object.size());
    if (!request.header("Range").isEmpty()) {
      Matcher range = RANGE.matcher(request.header("Range"));
      if (!range.matches() || Long.parseLong(range.group(1)) >= object.size()) {
        return Reply.refusal(416, "416", "invalid_range", "InvalidRange", "invalid range provided");
      }
      long first = Long.parseLong(range.group(1));
      long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
      last = Math.min(last, object.size() - 1);
      if (last < first) {
        return notARange();
      }
      reply =
          Reply.file(206, object.bytes(), first, last - first + 1)
              .with("content-range", "bytes %d-%d/%d".formatted(first, last, object.size()));
    }
    return reply
        .with("content-type", object.type())
        .with("etag", object.etag())
        .with("cache-control", "no-cache")
        .with("x-robots-tag", "none");
  }

  private static Reply notARange() {
    return Reply.refusal(416, "416", "invalid_range", "InvalidRange", "invalid range provided");
  }

  private Reply delete(Incoming request, String key) {
    if (request.headers().containsKey("Content-Type") && request.body().length() == 0) {
      return Reply.refusal(
              "400",
              "FastifyError",
              "InvalidRequest",
              "Body cannot be empty when content-type is set to 'application/json'")
          .with("connection", "close");
    }
    if (objects.find(key) == null) {
      return noObject();
    }
    if (!may(request, key, Rights.SELECT, Rights.DELETE)) {
      return forbidden("Access denied");
    }
    objects.delete(key);
    return Reply.json(200, Map.of("message", "Successfully deleted"));
  }

  @Override
  public void close() {
    server.close();
  }
}
