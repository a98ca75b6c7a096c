package dev.churn.http.example;

import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store of one's own keeps the contract that every store keeps: this is the whole test. */
final class FolderStoreTest extends ObjectStoreContract {
  @TempDir Path folder;

  @Override
  protected ObjectStore emptyStore() {
    var store = new FolderStore(folder);
    store.prepare();
    return store;
  }

  @Override
  protected boolean knowsTimes() {
    return false; // a store need not
  }
}
