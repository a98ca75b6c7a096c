package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.FileAccess;
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

/**
 * The storage server: its address, its key, and requests to it. Safe for use by several threads.
 */
final class Storage implements AutoCloseable {
  private static final String PREFIX = "/storage/v1";

  /** How long a check of the readiness may take, which the caller does not wait for any longer. */
  private static final Duration CHECK_LIMIT = Duration.ofMillis(1_400);

  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SupabaseSettings settings;
  private final HttpUrl root;
  private final OkHttpClient downloads;
  private final OkHttpClient transfers;
  private final OkHttpClient calls;
  private final OkHttpClient checks;
  private final ApiKey key;

  /**
   * Null until it is known whether the routes are below {@link #PREFIX}; at worst determined twice.
   */
  private volatile HttpUrl base;

  Storage(SupabaseSettings settings) {
    this.settings = settings;
    this.key = new ApiKey(settings.key());
    String url = settings.url().toString().replaceAll("/+$", "");
    boolean prefixed = url.endsWith(PREFIX);
    root = HttpUrl.get(prefixed ? url.substring(0, url.length() - PREFIX.length()) : url);
    base = prefixed ? HttpUrl.get(url) : null;

    Timeouts timeouts = settings.timeouts();
    downloads =
        new OkHttpClient.Builder()
            // the connection behavior of the server is known for this protocol version only
            .protocols(List.of(Protocol.HTTP_1_1))
            // the server closes idle connections after 61 s
            .connectionPool(new ConnectionPool(5, 30, TimeUnit.SECONDS))
            // the key must not be sent to another host
            .followRedirects(false)
            .followSslRedirects(false)
            // uploads are retried only after a check of the stored object
            .retryOnConnectionFailure(false)
            .connectTimeout(timeouts.connect())
            .readTimeout(timeouts.stall())
            .writeTimeout(timeouts.stall())
            .callTimeout(Duration.ZERO)
            .build();
    transfers = downloads.newBuilder().callTimeout(timeouts.transfer()).build();
    calls = downloads.newBuilder().callTimeout(timeouts.call()).build();
    checks = downloads.newBuilder().callTimeout(CHECK_LIMIT).build();
  }

  /** {@return the URL of an object, in the one form that the API documents} */
  String publicUrl(ObjectKey key) {
    return root.newBuilder()
        .addPathSegments(PREFIX.substring(1) + "/object/public/" + key)
        .build()
        .toString();
  }

  /** {@return the retry budget of an operation, such as "storing datasets/a.csv"} */
  RetryBudget patience(String work) {
    return new RetryBudget(inFull(work), settings.retries());
  }

  /** {@return the operation with its address, as error messages start} */
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
    return key.authorize(new Request.Builder().url(url));
  }

  ApiKey key() {
    return key;
  }

  FileAccess access() {
    return settings.access();
  }

  static RequestBody json(Map<String, ?> content) {
    return RequestBody.create(
        JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8), JSON_TYPE);
  }

  /** Sends a request without object data, without retries. */
  StorageResponse once(Request request, Form form) throws IOException {
    return answerTo(calls, request, form);
  }

  /**
   * Sends a request without object data and expects the answer soon.
   *
   * @throws IOException if there is none within 1.4 s
   */
  StorageResponse soon(Request request, Form form) throws IOException {
    try {
      return answerTo(checks, request, form);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // the server may have closed the idle connection that was reused, which says nothing about it
      return answerTo(checks, request, form);
    }
  }

  /** Sends a request with a part of an object, without retries. */
  StorageResponse transfer(Request request, Form form) throws IOException {
    return answerTo(transfers, request, form);
  }

  private static StorageResponse answerTo(OkHttpClient client, Request request, Form form)
      throws IOException {
    try (Response response = execute(client, request)) {
      return StorageResponse.of(response, form);
    }
  }

  /** Starts a download, without retries; the caller closes the response and reads its status. */
  Response download(Request request) throws IOException {
    return execute(downloads, request);
  }

  private static Response execute(OkHttpClient client, Request request) throws IOException {
    try {
      return client.newCall(request).execute();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // okhttp is written in Kotlin, which has no checked exceptions: an interrupt while it waits
      // for a connection is thrown as an InterruptedException, which execute() does not declare
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw (IOException) new InterruptedIOException(e.getMessage()).initCause(e);
    }
  }

  /**
   * Sends a request without object data, with retries; the request must therefore be idempotent.
   *
   * @param form the form that a success has if the storage itself answers
   * @return a success, or a refusal that a retry would not change
   * @throws ChurnException with {@code UNAVAILABLE} if there is neither
   */
  StorageResponse ask(String work, Request request, Form form) {
    RetryBudget patience = patience(work);
    while (true) {
      TransientFailure fault;
      try {
        StorageResponse answer = once(request, form);
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

  /**
   * {@return the base URL} Hosted projects use the prefix; a storage server without a gateway does
   * not.
   */
  private HttpUrl findBase() {
    HttpUrl hosted = below(root, PREFIX.substring(1));
    for (HttpUrl candidate : List.of(hosted, root)) {
      Request question = request(below(candidate, "bucket/" + Bucket.DATASETS.id())).get().build();
      if (!ask("looking for the storage's routes", question, Form.BUCKET).isNoSuchRoute()) {
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

  /** Closes idle connections; requests in progress are not affected. */
  @Override
  public void close() {
    downloads.connectionPool().evictAll();
    downloads.dispatcher().executorService().shutdown();
  }
}
