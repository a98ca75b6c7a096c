package dev.churn.supabase;

import dev.churn.supabase.HttpTestServer.Incoming;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A project of Supabase as far as storage goes, for tests of other modules: a gateway that takes
 * keys of today and a storage server behind it that answers as the real one was recorded to.
 */
public final class SupabaseStandIn implements AutoCloseable {
  public static final String SECRET_KEY = Gateway.SECRET;
  public static final String PUBLISHABLE_KEY = Gateway.PUBLISHABLE;

  private final RecordedSupabaseServer server;
  private final Gateway gateway;

  /**
   * @param folder for the objects' bytes
   */
  public SupabaseStandIn(Path folder) {
    server = new RecordedSupabaseServer("", folder, Duration.ofMillis(300));
    gateway = new Gateway(server.url());
  }

  /** {@return the address of the gateway} */
  public String url() {
    return gateway.url();
  }

  /** {@return method and path of what reached the storage server} */
  public List<String> requests() {
    return server.requests();
  }

  /** {@return what the gateway refused, and why} */
  public List<String> refusals() {
    return gateway.refusals();
  }

  /** {@return whether every request had the key in one header, as such keys must be sent} */
  public boolean hasSeenNoBearer() {
    return gateway.seen().stream()
        .map(Incoming::headers)
        .noneMatch(headers -> headers.containsKey("Authorization"));
  }

  /** Creates a bucket, or changes it; its objects stay. */
  public void putBucket(String name, boolean isPublic, Long sizeLimit) {
    server.objects().removeBucket(name);
    server.objects().createBucket(name, new StoredBucket(isPublic, sizeLimit, null));
  }

  public void removeBucket(String name) {
    server.objects().removeBucket(name);
  }

  /** {@return whether a bucket is public} */
  public boolean isPublic(String bucket) {
    return server.objects().bucket(bucket).isPublic();
  }

  /** Takes only this secret key from now on. */
  public void rotateSecretKey(String secret) {
    gateway.rotateSecret(secret);
  }

  /** Lets requests wait for ever, or no longer. */
  public void hang(boolean hangs) {
    gateway.hang(hangs);
  }

  @Override
  public void close() {
    gateway.close();
    server.close();
  }
}
