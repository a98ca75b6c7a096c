package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.OrganizationId;
import org.jdbi.v3.core.Handle;

/** Finds what was made from a feature table. */
final class FeatureReferences {
  private FeatureReferences() {}

  /**
   * {@return whether a table has a row of a feature table that has not failed}
   *
   * @param table has the columns organization_id, features_dataset_id and status
   */
  static boolean exist(
      Handle handle, String table, OrganizationId organization, DatasetId features) {
    return handle
        .createQuery(
            """
            select exists (
              select from <table>
              where organization_id = :organization and features_dataset_id = :features
                and status <> 'failed'
            )
            """)
        .define("table", table)
        .bind("organization", organization.value())
        .bind("features", features.value())
        .mapTo(Boolean.class)
        .one();
  }
}
