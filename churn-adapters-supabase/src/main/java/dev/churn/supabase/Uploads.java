package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Request;

/** Uploads objects, each as a whole or not at all. */
final class Uploads {
  /** Maximum size in bytes of an upload in one request; larger objects are uploaded resumably. */
  static final long LARGEST_IN_ONE_REQUEST = 6L << 20;

  /**
   * Size in bytes up to which the response to a refused upload always arrives; beyond it, the
   * connection may break.
   */
  private static final long ALWAYS_ANSWERED = 64L << 10;

  private final Storage storage;
  private final ResumableUploads resumable;

  Uploads(Storage storage) {
    this.storage = storage;
    this.resumable = new ResumableUploads(storage);
  }

  /**
   * Stores an object, and replaces an existing one.
   *
   * <p>The storage decides at the start of an upload whether it may replace an object. It refuses
   * new objects from a key that may only add objects if the request asks to replace, so the request
   * asks for it only if there is an object to replace.
   */
  void put(Upload upload) {
    Optional<ObjectInfo> before = ObjectInfo.find(storage, upload.key());
    String work = "storing " + upload.key();
    RetryBudget patience = storage.patience(work);
    boolean replace = before.isPresent();
    boolean inChunks = upload.size() > LARGEST_IN_ONE_REQUEST;
    while (true) {
      TransientFailure fault;
      try {
        StorageResponse answer =
            inChunks
                ? resumable.attempt(upload, replace, before, patience)
                : inOneRequest(upload, replace);
        if (answer.isSuccess()) {
          return;
        }
        if (answer.isAlreadyExists()) {
          // another client was faster, or an earlier attempt succeeded and its response was lost
          if (ObjectInfo.find(storage, upload.key()).isEmpty()) {
            throw hidden(work, answer);
          }
          replace = true;
        } else if (!answer.isTransient()) {
          throw StorageErrors.of(storage.inFull(work), answer);
        }
        fault = TransientFailure.of(answer);
      } catch (IOException e) {
        fault = TransientFailure.of(e);
        // A refusal may end the connection before its response is read. Resumable uploads are
        // refused before a body is sent, so that they return the reason; if there was no refusal,
        // they resume after the interruption.
        inChunks |= upload.size() > ALWAYS_ANSWERED;
      }
      boolean again = patience.pauseAfter(fault);
      if (isStored(upload, before)) {
        return;
      }
      if (!again) {
        throw patience.gaveUp(fault);
      }
    }
  }

  private StorageResponse inOneRequest(Upload upload, boolean replace) throws IOException {
    Request.Builder request =
        storage
            .request(storage.objectAt("object", upload.key()))
            // a connection on which an upload was refused is broken, whatever its headers say
            .header("Connection", "close")
            .post(upload.body(0, upload.size(), upload.contentType()));
    if (replace) {
      request.header("x-upsert", "true");
    }
    return storage.transfer(request.build(), Form.NEW_OBJECT);
  }

  private boolean isStored(Upload upload, Optional<ObjectInfo> before) {
    try {
      return ObjectInfo.findOnce(storage, upload.key())
          .filter(now -> upload.isStoredAs(now, before))
          .isPresent();
    } catch (IOException e) {
      return false; // unknown; the next attempt finds out
    }
  }

  private ChurnException hidden(String work, StorageResponse answer) {
    return new ChurnException(
        ErrorCode.CONFLICT,
        storage.inFull(work)
            + ": an object is there ("
            + answer.inWords()
            + ") that this key may neither see nor replace. It needs policies for select and update"
            + " on storage.objects, or use the secret key.");
  }
}
