package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.supabase.HttpTestServer.Incoming;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Resumable uploads as recorded: real HTTP statuses, plain text. */
final class RecordedResumable {
  private static final String RLS = "new row violates row-level security policy";
  private static final String EXISTS = "The resource already exists";

  private final RecordedSupabaseServer server;
  private final RecordedObjects objects;
  private final Duration lockWait;
  private final Map<String, Resumable> uploads = new ConcurrentHashMap<>();

  RecordedResumable(RecordedSupabaseServer server, RecordedObjects objects, Duration lockWait) {
    this.server = server;
    this.objects = objects;
    this.lockWait = lockWait;
  }

  /** An upload that is under way, or done. */
  private static final class Resumable {
    final String key;
    final long length;
    final String type;
    final String metadata;
    final Path file;
    final ReentrantLock lock = new ReentrantLock();
    volatile Socket holder;
    final AtomicLong offset = new AtomicLong();
    boolean done; // of whoever has the lock

    Resumable(String key, long length, String type, String metadata, Path file) {
      this.key = key;
      this.length = length;
      this.type = type;
      this.metadata = metadata;
      this.file = file;
    }
  }

  Reply handle(Incoming request, String rest, InputStream body) throws IOException {
    if (!request.header("Tus-Resumable").equals("1.0.0")) {
      return request.header("Tus-Resumable").isEmpty()
          ? text(412, "Tus-Resumable Required\n")
          : text(400, "Invalid tus-resumable\n");
    }
    String id = rest.replace("/", "");
    if (id.isEmpty()) {
      return create(request);
    }
    if (!new String(Base64.getUrlDecoder().decode(id), UTF_8).contains("/")) {
      return closing(text(400, "Invalid upload id"));
    }
    Resumable upload = uploads.get(id);
    boolean isPatch = request.method().equals("PATCH");
    if (upload == null) {
      Reply unknown = text(404, "The file for this url was not found\n");
      return isPatch ? closing(unknown) : unknown;
    }
    return switch (request.method()) {
      case "HEAD" -> head(upload);
      case "PATCH" -> patch(request, upload, body);
      case "DELETE" -> {
        if (upload.done) {
          yield text(409, EXISTS);
        }
        uploads.remove(id);
        yield text(204, "");
      }
      default -> throw new IOException("not recorded: " + request);
    };
  }

  private static Reply text(int status, String body) {
    return Reply.text(status, body).with("tus-resumable", "1.0.0");
  }

  /** A refused PATCH closes the connection, whatever is left of its body. */
  private static Reply closing(Reply reply) {
    return reply.with("connection", "close").leavingBodyUnread();
  }

  private Reply create(Incoming request) throws IOException {
    Map<String, String> metadata = new HashMap<>();
    if (request.header("Upload-Metadata").isEmpty()) {
      return text(400, "Metadata header is required");
    }
    for (String pair : request.header("Upload-Metadata").split(",", -1)) {
      String[] words = pair.split(" ", -1);
      metadata.put(words[0], new String(Base64.getDecoder().decode(words[1]), UTF_8));
    }
    String key = metadata.get("bucketName") + "/" + metadata.get("objectName");
    long length = Long.parseLong(request.header("Upload-Length"));
    String type = metadata.getOrDefault("contentType", "application/octet-stream");
    StoredBucket bucket = objects.bucketOf(key);
    boolean upsert = request.header("x-upsert").equals("true");
    if (bucket == null) {
      return text(404, "Bucket not found");
    }
    if (bucket.isTooLarge(length)) {
      return text(413, "Maximum size exceeded\n");
    }
    if (metadata.containsKey("contentType")
        && bucket.types() != null
        && !bucket.types().contains(type)) {
      return text(415, "mime type %s is not supported".formatted(type));
    }
    if (!server.mayWrite(request, key, upsert)) {
      return text(403, RLS);
    }
    if (!upsert && objects.find(key) != null) {
      return text(409, EXISTS);
    }
    String id = newId(key);
    Resumable upload =
        new Resumable(
            key,
            length,
            type,
            request.header("Upload-Metadata"),
            Files.createFile(objects.newFile()));
    uploads.put(id, upload);
    Reply created = text(201, "").with("location", server.url() + "/upload/resumable/" + id);
    if (length == 0) {
      finish(upload);
      created.with("tus-complete", "1");
    }
    return created;
  }

  /**
   * As after a crash at the wrong moment: all bytes are there, the object is not.
   *
   * @return the upload's id
   */
  String leaveUnfinished(String key, byte[] bytes) throws IOException {
    Path file = Files.write(objects.newFile(), bytes);
    Resumable upload = new Resumable(key, bytes.length, "application/octet-stream", "", file);
    upload.offset.set(bytes.length);
    String id = newId(key);
    uploads.put(id, upload);
    return id;
  }

  /** {@return how many bytes have arrived for the upload at a path} */
  long offsetOf(String path) {
    return uploads.get(path.substring(path.lastIndexOf('/') + 1)).offset.get();
  }

  private static String newId(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((key + "/" + UUID.randomUUID()).getBytes(UTF_8));
  }

  private Reply head(Resumable upload) throws IOException {
    lock(upload, null);
    try {
      return text(200, "")
          .with("upload-offset", upload.offset.toString())
          .with("upload-length", Long.toString(upload.length))
          .with("upload-metadata", upload.metadata)
          .with("cache-control", "no-store");
    } finally {
      upload.lock.unlock();
    }
  }

  private Reply patch(Incoming request, Resumable upload, InputStream body) throws IOException {
    lock(upload, request.socket());
    try {
      boolean upsert = request.header("x-upsert").equals("true");
      if (!request.header("Content-Type").equals("application/offset+octet-stream")) {
        return text(400, "Invalid content-type\n");
      }
      if (request.header("Upload-Offset").isEmpty()) {
        return closing(text(403, "Upload-Offset header required\n"));
      }
      if (!server.mayWrite(request, upload.key, upsert)) {
        return closing(text(403, RLS));
      }
      if (upload.done || (!upsert && objects.find(upload.key) != null)) {
        return closing(text(409, EXISTS));
      }
      if (Long.parseLong(request.header("Upload-Offset")) != upload.offset.get()) {
        return closing(text(409, "Upload-Offset conflict\n"));
      }
      if (upload.offset.get() + request.body().length() > upload.length) {
        return closing(text(413, "upload's size exceeded\n"));
      }
      append(upload, body);
      Reply patched = text(204, "");
      if (upload.offset.get() == upload.length) {
        finish(upload);
        patched.with("tus-complete", "1");
      }
      return patched.with("upload-offset", upload.offset.toString());
    } finally {
      upload.holder = null;
      upload.lock.unlock();
    }
  }

  /** What has arrived is kept, however it ends. */
  private static void append(Resumable upload, InputStream body) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(upload.file, StandardOpenOption.APPEND)) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        out.write(buffer, 0, count);
        upload.offset.addAndGet(count);
      }
    }
  }

  private void finish(Resumable upload) throws IOException {
    objects.store(upload.key, upload.file, upload.type);
    upload.done = true;
  }

  /** Whoever comes second waits a while, then the first is ended. */
  private void lock(Resumable upload, Socket holder) throws IOException {
    try {
      if (!upload.lock.tryLock(lockWait.toMillis(), TimeUnit.MILLISECONDS)) {
        Socket first = upload.holder;
        if (first != null) {
          first.close();
        }
        upload.lock.lockInterruptibly();
      }
      upload.holder = holder;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
