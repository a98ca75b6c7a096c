package dev.churn.http.view;

import dev.churn.domain.storage.ObjectKey;

/** The addresses at which the caller of one request can get stored files. */
@FunctionalInterface
public interface FileUrls {
  String of(ObjectKey key);
}
