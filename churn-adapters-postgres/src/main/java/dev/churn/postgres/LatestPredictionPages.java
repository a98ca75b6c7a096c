package dev.churn.postgres;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.StateTotals;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads the latest predictions by page, as {@link LatestPredictions} stores them. */
final class LatestPredictionPages {
  private static final String NOT_HIDDEN =
      """
      and not exists (
        select from earlier_predictions e
        where e.organization_id = :organization and e.customer_id = p.customer_id
      )
      """;

  private LatestPredictionPages() {}

  /** {@return the number of latest predictions in a segment, or in all, by state} */
  static StateTotals totals(
      Handle handle, OrganizationId organization, Optional<RiskSegment> segment) {
    return LatestBatch.find(handle, organization)
        .map(latest -> latest.totals(segment))
        .orElse(StateTotals.NONE);
  }

  /**
   * {@return a page of the list by descending probability, in which segments are ranges} The caller
   * must read within one snapshot of the database.
   */
  static Page<CustomerPrediction> page(
      Handle handle,
      OrganizationId organization,
      Optional<RiskSegment> segment,
      Include include,
      PageRequest page) {
    Optional<LatestBatch> found = LatestBatch.find(handle, organization);
    long total = found.map(latest -> latest.total(segment, include)).orElse(0L);
    if (page.offset() >= total) {
      return new Page<>(List.of(), total, page);
    }
    LatestBatch latest = found.orElseThrow();
    boolean isWhole =
        latest.separate().sum(segment, include) == 0 && latest.hidden().sum(segment, include) == 0;
    // If these predictions are those of the batch, places give the start of the page, and nothing
    // before it is read.
    long skipped = isWhole ? page.offset() : 0;
    long offset = page.offset() - skipped;
    List<CustomerPrediction> items =
        handle
            .createQuery(
                """
                with wanted as (
                  (
                    select batch_id, rank_order, churn_probability, customer_id
                    from customer_predictions p
                    where batch_id = :latest and not is_shadow
                      and <order> > :above and <order> <= :last
                      and churn_probability >= :from and churn_probability < :to
                      <visible>
                    order by <order> limit :reach
                  )
                  union all
                  (
                    select batch_id, rank_order, churn_probability, customer_id
                    from earlier_predictions
                    where organization_id = :organization
                      and churn_probability >= :from and churn_probability < :to
                      <state>
                    order by churn_probability desc, customer_id limit :reach
                  )
                  order by churn_probability desc, customer_id
                  limit :limit offset :offset
                )
                """
                    + PredictionRows.select(include, PredictionSort.CHURN_PROBABILITY)
                    + """
                    join wanted w on w.batch_id = p.batch_id and w.rank_order = p.rank_order
                    where not p.is_shadow
                    order by w.churn_probability desc, w.customer_id
                    """)
            .define("order", latest.inBatch().order(include))
            .define("state", ofState("is_lapsed", include))
            .define("visible", latest.hidden().all().total() == 0 ? "" : NOT_HIDDEN)
            .bind("organization", organization.value())
            .bind("latest", latest.batch())
            .bind("above", latest.inBatch().placesBefore(segment, include) + skipped)
            .bind("last", latest.inBatch().lastPlace(segment, include))
            .bind("from", segment.map(RiskSegment::from).orElse(0.0))
            .bind("to", segment.map(RiskSegment::to).orElse(Double.POSITIVE_INFINITY))
            .bind("reach", offset + page.limit())
            .bind("limit", page.limit())
            .bind("offset", offset)
            .map((row, context) -> PredictionRows.read(row))
            .list();
    return new Page<>(items, total, page);
  }

  /** {@return a condition for rows of separate predictions} */
  static String ofState(String column, Include include) {
    return switch (include) {
      case ACTIVE -> " and not " + column;
      case LAPSED -> " and " + column;
      case ALL -> "";
    };
  }
}
