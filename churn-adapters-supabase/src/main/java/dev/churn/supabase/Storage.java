package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.supabase.SupabaseSettings.Timeouts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.json.JsonMapper;

/** The server: its address, its key, and requests to it. Safe for use by several threads. */
final class Storage implements AutoCloseable {
  private static final String PREFIX = "/storage/v1";
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SupabaseSettings settings;
  private final HttpUrl root;
  private final OkHttpClient downloads;
  private final OkHttpClient transfers;
  private final OkHttpClient calls;

  /** Null until it is known whether the routes lie below {@link #PREFIX}; found twice at worst. */
  private volatile HttpUrl base;

  Storage(SupabaseSettings settings) {
    this.settings = settings;
    String url = settings.url().toString().replaceAll("/+$", "");
    boolean prefixed = url.endsWith(PREFIX);
    root = HttpUrl.get(prefixed ? url.substring(0, url.length() - PREFIX.length()) : url);
    base = prefixed ? HttpUrl.get(url) : null;

    Timeouts timeouts = settings.timeouts();
    downloads =
        new OkHttpClient.Builder()
            // what is known of the server's connections was seen with this version
            .protocols(List.of(Protocol.HTTP_1_1))
            // the server closes idle connections after 61 s
            .connectionPool(new ConnectionPool(5, 30, TimeUnit.SECONDS))
            // the key must not follow to another host
            .followRedirects(false)
            .followSslRedirects(false)
            // whether an upload may be sent again is decided after a look at what is there
            .retryOnConnectionFailure(false)
            .connectTimeout(timeouts.connect())
            .readTimeout(timeouts.stall())
            .writeTimeout(timeouts.stall())
            .callTimeout(Duration.ZERO)
            .build();
    transfers = downloads.newBuilder().callTimeout(timeouts.transfer()).build();
    calls = downloads.newBuilder().callTimeout(timeouts.call()).build();
  }

  /** {@return where an object lies by URL, in the one shape that the API promises} */
  String publicUrl(ObjectKey key) {
    return root.newBuilder()
        .addPathSegments(PREFIX.substring(1) + "/object/public/" + key)
        .build()
        .toString();
  }

  /** {@return patience for work such as "storing datasets/a.csv"} */
  RetryBudget patience(String work) {
    return new RetryBudget(inFull(work), settings.retries());
  }

  /** {@return the work with its place, as errors begin} */
  String inFull(String work) {
    return work + " in Supabase storage at " + root;
  }

  /** {@return an address below the base URL} */
  HttpUrl at(String route) {
    HttpUrl known = base;
    if (known == null) {
      known = findBase();
      base = known;
    }
    return below(known, route);
  }

  HttpUrl objectAt(String route, ObjectKey key) {
    return at(route + "/" + key);
  }

  Request.Builder request(HttpUrl url) {
    return new Request.Builder()
        .url(url)
        .header("Authorization", "Bearer " + settings.key())
        .header("apikey", settings.key()); // for the gateway of hosted projects
  }

  static RequestBody json(Map<String, ?> content) {
    return RequestBody.create(
        JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8), JSON_TYPE);
  }

  /** Sends a request that moves no object, once. */
  StorageResponse once(Request request) throws IOException {
    return answerTo(calls, request);
  }

  /** Sends a request that carries a piece of an object, once. */
  StorageResponse transfer(Request request) throws IOException {
    return answerTo(transfers, request);
  }

  private static StorageResponse answerTo(OkHttpClient client, Request request) throws IOException {
    try (Response response = execute(client, request)) {
      return StorageResponse.of(response);
    }
  }

  /** Begins a download, once; the caller closes the response and reads its status. */
  Response download(Request request) throws IOException {
    return execute(downloads, request);
  }

  private static Response execute(OkHttpClient client, Request request) throws IOException {
    try {
      return client.newCall(request).execute();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // okhttp is Kotlin, which knows no checked exceptions: while it waits for a connection, an
      // interrupt comes out as the InterruptedException that execute() does not declare
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw (IOException) new InterruptedIOException(e.getMessage()).initCause(e);
    }
  }

  /**
   * Sends a request that moves no object, again if need be, and so has to mean the same when sent
   * twice.
   *
   * @return a success, or a refusal that asking again would not change
   * @throws ChurnException with {@code UNAVAILABLE} if there is neither
   */
  StorageResponse ask(String work, Request request) {
    RetryBudget patience = patience(work);
    while (true) {
      TransientFailure fault;
      try {
        StorageResponse answer = once(request);
        if (!answer.isTransient()) {
          return answer;
        }
        fault = TransientFailure.of(answer);
      } catch (IOException e) {
        fault = TransientFailure.of(e);
      }
      patience.pauseOrGiveUpAfter(fault);
    }
  }

  /** Hosted projects have the prefix, a storage server without a gateway has not. */
  private HttpUrl findBase() {
    HttpUrl hosted = below(root, PREFIX.substring(1));
    for (HttpUrl candidate : List.of(hosted, root)) {
      Request question = request(below(candidate, "bucket/" + Bucket.DATASETS.id())).get().build();
      if (!ask("looking for the storage's routes", question).isNoSuchRoute()) {
        return candidate;
      }
    }
    throw new ChurnException(
        ErrorCode.UNAVAILABLE,
        "SUPABASE_URL: expected Supabase Storage at %s or %s, found no route of it at either"
            .formatted(hosted, root));
  }

  private static HttpUrl below(HttpUrl url, String route) {
    return url.newBuilder().addPathSegments(route).build();
  }

  /** Closes idle connections; requests that are under way end as they would have. */
  @Override
  public void close() {
    downloads.connectionPool().evictAll();
    downloads.dispatcher().executorService().shutdown();
  }
}
