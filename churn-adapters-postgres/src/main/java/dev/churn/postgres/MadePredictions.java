package dev.churn.postgres;

import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import org.jdbi.v3.core.statement.Query;

/**
 * The predictions that were made, of completed batches and of the log, as {@code made} in a with
 * clause: as_of, customer_id, model_id, model_version, role, probability, made_at.
 */
final class MadePredictions {
  /**
   * Batches do not say as what a model answered. Their champion is the latest to become one before
   * they were completed, of those that answered in them: one that became it meanwhile did not.
   */
  static final String WITH =
      """
      with batches as materialized (
        select b.id, b.as_of, b.completed_at
        from prediction_batches b
        where b.organization_id = :organization and b.status = 'completed'
          and b.as_of between :from and :to
      ),
      made as (
        select b.as_of, p.customer_id, p.model_id, p.model_version,
          case when p.is_shadow then 'shadow' else 'champion' end as role,
          p.churn_probability as probability, b.completed_at as made_at
        from batches b join customer_predictions p on p.batch_id = b.id
      )
      """;

  private MadePredictions() {}

  /** Binds what {@link #WITH} needs: the predictions as of the days between two, both included. */
  static Query bind(Query query, OrganizationId organization, LocalDate from, LocalDate to) {
    return query.bind("organization", organization.value()).bind("from", from).bind("to", to);
  }
}
