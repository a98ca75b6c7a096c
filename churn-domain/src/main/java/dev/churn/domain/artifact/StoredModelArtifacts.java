package dev.churn.domain.artifact;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Stores model files in any {@link ObjectStore}. */
public final class StoredModelArtifacts implements ModelArtifacts {
  private final ObjectStore objects;

  public StoredModelArtifacts(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public String save(OrganizationId organization, ModelId id, byte[] file) {
    Content content = Content.of(file);
    objects.put(keyOf(organization, id), content, "application/octet-stream");
    return Digests.sha256(content);
  }

  @Override
  public byte[] load(OrganizationId organization, ModelId id, String sha256) {
    ObjectKey key = keyOf(organization, id);
    var file = new CheckedObject(objects, key, OptionalLong.empty(), Optional.of(sha256));
    try {
      return file.bytes();
    } catch (IOException e) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE, "The file of model %s could not be read".formatted(id), e);
    }
  }

  @Override
  public void delete(OrganizationId organization, ModelId id) {
    objects.delete(keyOf(organization, id));
  }

  private static ObjectKey keyOf(OrganizationId organization, ModelId id) {
    return ObjectKey.model(organization, id.value());
  }
}
