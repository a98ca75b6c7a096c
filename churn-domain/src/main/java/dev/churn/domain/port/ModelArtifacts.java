package dev.churn.domain.port;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;

/** The files of trained models. */
public interface ModelArtifacts {
  /**
   * Stores the file of a model, in place of the one that is there.
   *
   * @return its SHA-256, 64 lower-case hexadecimal digits
   */
  String save(OrganizationId organization, ModelId id, byte[] file);

  /**
   * {@return the file of a model}
   *
   * @param sha256 what its SHA-256 must be
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there, {@code
   *     CORRUPT} if its SHA-256 is another
   */
  byte[] load(OrganizationId organization, ModelId id, String sha256);

  /** Removes the file of a model; it is no error if it is not there. */
  void delete(OrganizationId organization, ModelId id);
}
