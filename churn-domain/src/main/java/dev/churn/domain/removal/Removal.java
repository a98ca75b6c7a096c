package dev.churn.domain.removal;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.ObjectKey;

/** Something that nobody refers to any more and that is to be removed from object storage. */
public sealed interface Removal {
  /** One object. Nobody may store another object under its key. */
  record StoredObject(ObjectKey key) implements Removal {
    public StoredObject {
      requireNonNull(key, "key");
    }
  }

  /** The file of a model. */
  record ModelFile(OrganizationId organization, ModelId model) implements Removal {
    public ModelFile {
      requireNonNull(organization, "organization");
      requireNonNull(model, "model");
    }
  }

  /** An organization whose deletion has begun: its objects, its model files and its metadata. */
  record WholeOrganization(OrganizationId organization) implements Removal {
    public WholeOrganization {
      requireNonNull(organization, "organization");
    }
  }
}
