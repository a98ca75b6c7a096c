package dev.churn.domain.usecase.erasure;

import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replaces stored files: the new one is stored under a key of its own, then the metadata is
 * switched in a transaction, which also notes that the old one is to be removed. Readers see either
 * the old file or the new one, whenever the server is killed.
 */
final class ReplacedFile {
  private final ObjectStore objects;
  private final Transactions transactions;
  private final RemoveObjects removals;

  ReplacedFile(ObjectStore objects, Transactions transactions, RemoveObjects removals) {
    this.objects = objects;
    this.transactions = transactions;
    this.removals = removals;
  }

  /**
   * Stores a file in the place of another.
   *
   * @param place switches the metadata to the new file; called in a transaction
   */
  void replace(
      ObjectKey old,
      ObjectKey key,
      String filename,
      Content content,
      String mediaType,
      Consumer<StoredFile> place)
      throws IOException {
    var file = new StoredFile(key, filename, content.size(), Digests.sha256(content));
    List<Removal> unused = List.of(new StoredObject(key));
    removals.noteForLater(unused); // if this server ends before the switch
    objects.put(key, content, mediaType);
    List<Removal> gone = List.of(new StoredObject(old));
    transactions.run(
        () -> {
          place.accept(file);
          removals.forget(unused);
          removals.note(gone);
        });
    removals.removeSoon(gone);
  }
}
