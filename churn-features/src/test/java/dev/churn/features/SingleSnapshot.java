package dev.churn.features;

import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.feature.SnapshotPlan.Planned;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.event.CsvScan;
import dev.churn.features.rfm.CustomerOrder;
import dev.churn.features.rfm.Customers;
import dev.churn.features.rfm.EventTypes;
import dev.churn.features.rfm.SnapshotRows;
import dev.churn.features.rfm.StateLayout;
import dev.churn.features.table.TableWriter;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/**
 * One snapshot of a file as a feature table, for the benchmark: the pass over the file that {@link
 * RfmFeatures#score} makes, and the rows written as {@link RfmFeatures#build} writes each of its
 * snapshots.
 */
public final class SingleSnapshot {
  private SingleSnapshot() {}

  /** Writes the features at the as-of day of the request. */
  public static void write(
      int threads,
      FeatureRequest request,
      double monetaryReference,
      Content csv,
      OutputStream out) {
    var plan = new SnapshotPlan(List.of(new Planned(request.asOf(), SnapshotRole.SCORE)));
    var types =
        new EventTypes(
            request.options().activityEventTypes(),
            new ChurnEvents(Set.of()),
            request.profile().eventTypes());
    var layout =
        new StateLayout(
            SnapshotRows.days(plan),
            SnapshotRows.dayNumber(request.profile().firstDay()),
            RfmFeatures.DENSE_DAYS,
            types.maxCode(),
            types.hasChurn());
    var customers = new Customers(layout);
    new CsvScan(
            request.options(),
            request.uploadDay(),
            threads,
            RfmFeatures.BLOCK_SIZE,
            ReadingLimits.DEFAULTS)
        .run(csv, Progress.none(), () -> customers.sink(types));
    var rows = new SnapshotRows(plan, layout, request.settings());
    new TableWriter(layout, rows, new CustomerOrder(customers, threads), monetaryReference, threads)
        .write(plan.snapshots(), out, Progress.none());
  }
}
