package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;

/** Finds out whether a bucket can be used now. */
final class Readiness {
  private final Storage storage;

  Readiness(Storage storage) {
    this.storage = storage;
  }

  /**
   * Asks for an object that does not exist, by a route that also refuses keys.
   *
   * @throws ChurnException with {@code UNAVAILABLE} if the storage does not answer soon, refuses
   *     the key, or has no such bucket
   */
  void require(Bucket bucket) {
    ObjectKey probe = new ObjectKey(bucket, "org_health/probe");
    String work = storage.inFull("checking bucket " + bucket.id());
    StorageResponse answer;
    try {
      answer = storage.soon(ObjectInfo.question(storage, probe), Form.INFO);
    } catch (IOException e) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "%s: expected an answer soon, found none (%s)".formatted(work, e.getMessage()),
          e);
    }
    boolean isMissingObject =
        answer.status() == 404 && !answer.isNoSuchRoute() && !StorageErrors.isBucketMissing(answer);
    if (!answer.isSuccess() && !isMissingObject) {
      throw StorageErrors.of(work, answer);
    }
  }
}
