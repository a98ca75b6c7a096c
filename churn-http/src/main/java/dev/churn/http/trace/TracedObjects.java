package dev.churn.http.trace;

import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Makes a span of every call of a storage; that of a download ends when its answer begins. */
final class TracedObjects implements ObjectStore {
  private final ObjectStore objects;
  private final Tracer tracer;

  TracedObjects(ObjectStore objects, Tracer tracer) {
    this.objects = objects;
    this.tracer = tracer;
  }

  private <T> T traced(String call, Bucket bucket, Supplier<T> work) {
    Span span =
        tracer
            .spanBuilder("storage " + call)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("churn.storage.bucket", bucket.name())
            .startSpan();
    try {
      return Context.current().with(span).wrapSupplier(work).get();
    } catch (RuntimeException | Error e) {
      span.setAttribute(Traces.ERROR, e.getClass().getName());
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  private void traced(String call, Bucket bucket, Runnable work) {
    traced(
        call,
        bucket,
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public void prepare() {
    objects.prepare();
  }

  @Override
  public void requireReady() {
    objects.requireReady();
  }

  @Override
  public void put(ObjectKey key, Content content, String contentType) {
    traced("put", key.bucket(), () -> objects.put(key, content, contentType));
  }

  @Override
  public InputStream open(ObjectKey key) {
    return traced("open", key.bucket(), () -> objects.open(key));
  }

  @Override
  public Optional<String> findRefusal(ObjectKey key, long size) {
    return objects.findRefusal(key, size);
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    return traced("size", key.bucket(), () -> objects.size(key));
  }

  @Override
  public void delete(ObjectKey key) {
    traced("delete", key.bucket(), () -> objects.delete(key));
  }

  @Override
  public List<ObjectKey> list(Bucket bucket, String folder) {
    return traced("list", bucket, () -> objects.list(bucket, folder));
  }

  @Override
  public List<ListedObject> inspect(Bucket bucket) {
    return traced("list", bucket, () -> objects.inspect(bucket));
  }

  @Override
  public String url(ObjectKey key) {
    return objects.url(key);
  }

  @Override
  public String displayName() {
    return objects.displayName();
  }
}
