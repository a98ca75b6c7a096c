package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.storage.Content;

/**
 * A model in the file format of the library that trained it.
 *
 * @param filename the file name, with the extension that the library expects
 * @param content the content of the file
 */
public record ModelExport(String filename, Content content) {
  public ModelExport {
    requireNonNull(filename, "filename");
    requireNonNull(content, "content");
  }
}
