package dev.churn.domain.usecase.dataset;

import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Content;
import java.io.InputStream;

/**
 * The content of a stored file, read from object storage on demand and checked as {@link
 * CheckedObject} says.
 */
public record StoredContent(ObjectStore objects, StoredFile file) implements Content {
  @Override
  public long size() {
    return file.size();
  }

  @Override
  public InputStream open() {
    return CheckedObject.of(objects, file).open();
  }
}
