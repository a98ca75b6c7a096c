package dev.churn.domain.port;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;

/** Stores the files of trained models. */
public interface ModelArtifacts {
  /**
   * Stores the file of a model, replacing an existing one.
   *
   * @return the SHA-256 of the file, 64 lower-case hexadecimal digits
   */
  String save(OrganizationId organization, ModelId id, byte[] file);

  /**
   * {@return the file of a model}
   *
   * @param sha256 the expected SHA-256
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist, {@code
   *     CORRUPT} if its SHA-256 differs
   */
  byte[] load(OrganizationId organization, ModelId id, String sha256);

  /** Deletes the file of a model; has no effect if it does not exist. */
  void delete(OrganizationId organization, ModelId id);
}
