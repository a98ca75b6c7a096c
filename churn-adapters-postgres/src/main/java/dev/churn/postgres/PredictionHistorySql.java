package dev.churn.postgres;

import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * SQL for all predictions of completed batches and of the log, as {@code made} in a with clause:
 * as_of, customer_id, model_id, model_version, role, is_active, probability, made_at,
 * expected_activity, expected_spend, value_at_risk; single predictions do not keep the last three.
 */
final class PredictionHistorySql {
  /**
   * Batches of earlier versions did not store the role of a model. The champion of such a batch is,
   * of the models that answered in it, the one that became champion last before the batch was
   * completed; a model that became champion while the batch ran has no predictions in it.
   */
  static final String WITH =
      """
      with batches as materialized (
        select b.id, b.as_of, b.completed_at, (
            select a.model_id from model_activations a
            where a.organization_id = b.organization_id and a.activated_at <= b.completed_at
              and exists (
                select from batch_model_counts c
                where c.batch_id = b.id and not c.is_shadow and c.model_id = a.model_id
              )
            order by a.position desc limit 1
          ) as champion
        from prediction_batches b
        where b.organization_id = :organization and b.status = 'completed'
          and b.as_of between :from and :to
      ),
      made as not materialized (
        select b.as_of, p.customer_id, p.model_id, p.model_version,
          case
            when p.role is not null then p.role
            when p.is_shadow then 'shadow'
            when p.model_id = b.champion then 'champion'
            else 'challenger'
          end as role,
          p.is_active, p.churn_probability as probability, b.completed_at as made_at,
          p.expected_activity, p.expected_spend, p.value_at_risk
        from batches b join customer_predictions p on p.batch_id = b.id
        union all
        select as_of, customer_id, model_id, model_version, role, is_active, probability,
          created_at, cast(null as double precision), null, null
        from logged_predictions
        where organization_id = :organization and as_of between :from and :to
      )
      """;

  private PredictionHistorySql() {}

  /**
   * Binds the parameters of {@link #WITH}: predictions with as-of dates between two days, both
   * inclusive.
   */
  static <T extends SqlStatement<T>> T bind(
      T statement, OrganizationId organization, LocalDate from, LocalDate to) {
    return statement.bind("organization", organization.value()).bind("from", from).bind("to", to);
  }
}
