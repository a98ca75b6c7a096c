package dev.churn.supabase;

import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Uploads by the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload): the storage keeps
 * the bytes that have arrived, and after an interruption the client asks where to continue.
 */
final class ResumableUploads {
  /** Chunk size in bytes; hosted projects accept no other. */
  private static final long CHUNK = 6L << 20;

  private static final MediaType CHUNK_TYPE = MediaType.get("application/offset+octet-stream");
  private static final MediaType CSV = MediaType.get("text/csv");
  private static final Pattern LAST_SEGMENT =
      Pattern.compile("/([A-Za-z0-9_=+~.-]+)/?(?:[?#].*)?$");
  private static final long UNKNOWN = -1;

  private final Storage storage;

  ResumableUploads(Storage storage) {
    this.storage = storage;
  }

  /**
   * Uploads an object from its first byte and resumes after every interruption within the retry
   * limits.
   *
   * @param replace whether to replace an existing object; sent with every request, since the
   *     storage would refuse the others otherwise
   * @return the final response; a success means that the object is stored
   * @throws IOException if there was no final response; the bytes that have arrived are then lost
   */
  StorageResponse attempt(
      Upload upload, boolean replace, Optional<ObjectInfo> before, RetryBudget patience)
      throws IOException {
    StorageResponse created =
        storage.once(
            creation(upload.key(), upload.size(), upload.contentType(), replace), Form.RESUMABLE);
    if (!created.isSuccess() || upload.size() == 0) {
      return created; // an empty object is stored at once
    }
    HttpUrl place = place(created);
    long offset = 0;
    long reached = 0;
    while (true) {
      TransientFailure fault;
      try {
        if (offset == UNKNOWN) {
          offset = offset(place, upload);
          if (offset > reached) {
            patience.progressed();
            reached = offset;
          }
          if (offset == upload.size() && isStored(upload, before)) {
            return created; // only the last response was lost
          }
        }
        // if all bytes arrived but the end was interrupted, an empty chunk completes the upload
        long length = Math.min(CHUNK, upload.size() - offset);
        StorageResponse answer =
            storage.transfer(chunk(place, upload, offset, length, replace), Form.RESUMABLE);
        if (answer.isSuccess()) {
          long next = answer.number("Upload-Offset");
          if (next == upload.size() && answer.headers().get("tus-complete") != null) {
            return answer;
          }
          if (next > offset && next <= upload.size()) {
            patience.progressed();
            reached = next;
            offset = next == upload.size() ? UNKNOWN : next;
            continue;
          }
          fault = TransientFailure.of("an upload offset of " + next);
        } else if (answer.status() == 404 && !StorageErrors.isBucketMissing(answer)) {
          throw new LostUpload();
        } else if (answer.isTransient() || isOffsetConflict(answer)) {
          fault = TransientFailure.of(answer);
        } else {
          return answer;
        }
      } catch (LostUpload e) {
        throw e;
      } catch (IOException e) {
        fault = TransientFailure.of(e);
      }
      if (!patience.pauseAfter(fault)) {
        throw fault.asException();
      }
      offset = UNKNOWN;
    }
  }

  /** Starts an upload without data, to see whether it would be refused; leaves nothing behind. */
  StorageResponse tryOut(ObjectKey key, long size) throws IOException {
    StorageResponse created = storage.once(creation(key, size, CSV, false), Form.RESUMABLE);
    if (created.isSuccess()) {
      storage.once(tus(place(created)).delete().build(), Form.RESUMABLE);
    }
    return created;
  }

  private Request creation(ObjectKey key, long size, MediaType type, boolean replace) {
    Request.Builder request =
        tus(storage.at("upload/resumable"))
            .header("Upload-Length", Long.toString(size))
            .header(
                "Upload-Metadata",
                "bucketName %s,objectName %s,contentType %s"
                    .formatted(
                        base64(key.bucket().id()), base64(key.path()), base64(type.toString())))
            .post(RequestBody.EMPTY);
    return replacing(request, replace);
  }

  private Request chunk(HttpUrl place, Upload upload, long offset, long length, boolean replace) {
    return replacing(
        tus(place)
            .header("Upload-Offset", Long.toString(offset))
            .patch(upload.body(offset, length, CHUNK_TYPE)),
        replace);
  }

  private static Request replacing(Request.Builder request, boolean replace) {
    return replace ? request.header("x-upsert", "true").build() : request.build();
  }

  private Request.Builder tus(HttpUrl url) {
    return storage.request(url).header("Tus-Resumable", "1.0.0");
  }

  /**
   * {@return the number of bytes that the storage has} It may take seconds, since the storage first
   * ends the interrupted request.
   */
  private long offset(HttpUrl place, Upload upload) throws IOException {
    StorageResponse answer = storage.once(tus(place).head().build(), Form.RESUMABLE);
    if (answer.status() == 404) {
      throw new LostUpload();
    }
    if (!answer.isSuccess()) {
      throw TransientFailure.of(answer).asException();
    }
    long offset = answer.number("Upload-Offset");
    if (offset < 0 || offset > upload.size()) {
      throw new IOException(
          "expected an upload offset from 0 to %d, found %s"
              .formatted(upload.size(), answer.headers().get("Upload-Offset")));
    }
    return offset;
  }

  private boolean isStored(Upload upload, Optional<ObjectInfo> before) throws IOException {
    return ObjectInfo.findOnce(storage, upload.key())
        .filter(now -> upload.isStoredAs(now, before))
        .isPresent();
  }

  /**
   * {@return the address of the upload, below the configured address} The server may name another
   * scheme, and the key must not go to another host.
   */
  private HttpUrl place(StorageResponse created) throws IOException {
    String location = created.headers().get("Location");
    Matcher id = LAST_SEGMENT.matcher(location == null ? "" : location);
    if (!id.find() || id.group(1).matches("\\.+")) {
      throw new IOException("expected a Location that ends in an upload's id, found " + location);
    }
    return storage.at("upload/resumable").newBuilder().addPathSegment(id.group(1)).build();
  }

  private static boolean isOffsetConflict(StorageResponse answer) {
    return answer.status() == 409 && !answer.isAlreadyExists();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The storage no longer has the upload or the bytes that had arrived. */
  private static final class LostUpload extends IOException {
    private static final long serialVersionUID = 1L;

    LostUpload() {
      super("the storage no longer knows the upload that had been begun");
    }
  }
}
