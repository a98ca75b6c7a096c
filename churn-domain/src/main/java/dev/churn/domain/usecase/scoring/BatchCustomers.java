package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.explanation.CrossingDate;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.TypeColumns;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.dataset.FeatureTableReader;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.StoredContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the customers of a batch and their features. */
final class BatchCustomers {
  private static final int REPORT_EVERY = 1 << 13;

  private final DatasetCatalog catalog;
  private final ObjectStore objects;
  private final EventFiles files;
  private final FeatureCalculator calculator;
  private final FeatureTableReader tables;

  BatchCustomers(
      DatasetCatalog catalog,
      ObjectStore objects,
      EventFiles files,
      FeatureTables tables,
      FeatureCalculator calculator) {
    this.catalog = catalog;
    this.objects = objects;
    this.files = files;
    this.calculator = calculator;
    this.tables = new FeatureTableReader(objects, tables);
  }

  /**
   * Reads all customers of a batch, always in the same order.
   *
   * @param definition the parameters of the features that a model needs, even if the table has
   *     others
   * @param consumer receives true as the label of customers who have left by an event, and
   *     otherwise none
   */
  void read(
      PredictionBatch batch,
      FeatureDefinition definition,
      FeatureRowConsumer consumer,
      Progress progress) {
    if (batch.input() instanceof UploadedEvents events) {
      var request =
          new ScoreRequest(
              events.options(),
              events.uploadDay(),
              events.firstDay(),
              events.eventTypes(),
              batch.asOf(),
              definition);
      files.score(request, content(events.file()), consumer, progress);
      return;
    }
    var snapshot = (ScoringSnapshot) batch.input();
    // checked again, because it was checked only when the batch was requested
    FeatureDataset table = Lookup.table(catalog, batch.organizationId(), snapshot.features());
    if (table.manifest().hasKnownFeatures() && definition.canRead(table.manifest().definition())) {
      readTable(batch, table, definition, consumer, progress);
    } else {
      readSource(batch, table, definition, consumer, progress);
    }
  }

  /** {@return the events of a few customers, as far as the batch's file contains them} */
  Map<String, List<CustomerEvent>> histories(PredictionBatch batch, Set<String> ids) {
    if (batch.input() instanceof UploadedEvents events) {
      return files.histories(events.options(), events.uploadDay(), content(events.file()), ids);
    }
    var snapshot = (ScoringSnapshot) batch.input();
    // checked again, because it was checked only when the batch was requested
    FeatureDataset table = Lookup.table(catalog, batch.organizationId(), snapshot.features());
    RawDataset raw = Lookup.raw(catalog, batch.organizationId(), table.sourceId());
    return files.histories(raw.options(), raw.uploadDay(), content(raw.file()), ids);
  }

  CrossingDate crossingDate() {
    return new CrossingDate(calculator);
  }

  private void readTable(
      PredictionBatch batch,
      FeatureDataset table,
      FeatureDefinition definition,
      FeatureRowConsumer consumer,
      Progress progress) {
    long[] rows = {0};
    long all = batch.expectedCustomers().orElse(table.rowCount());
    TypeColumns columns = definition.columnsIn(table.manifest().definition());
    boolean isScored = table.manifest().isScored(batch.asOf()); // otherwise labels of the file
    tables.read(
        table,
        Set.of(batch.asOf()),
        (customer, asOf, vector, churned) -> {
          consumer.accept(
              customer, asOf, columns.of(vector), isScored ? churned : Optional.empty());
          if (++rows[0] % REPORT_EVERY == 0) {
            progress.report((double) rows[0] / all, "Scoring customers");
          }
        });
  }

  /**
   * Computes the features from the raw file, because those in the table differ from what the model
   * needs.
   */
  private void readSource(
      PredictionBatch batch,
      FeatureDataset table,
      FeatureDefinition definition,
      FeatureRowConsumer consumer,
      Progress progress) {
    RawDataset raw = Lookup.raw(catalog, batch.organizationId(), table.sourceId());
    var request =
        new ScoreRequest(
            raw.options(),
            raw.uploadDay(),
            raw.profile().firstDay(),
            raw.profile().eventTypes(),
            batch.asOf(),
            definition);
    files.score(request, content(raw.file()), consumer, progress);
  }

  private StoredContent content(StoredFile file) {
    return new StoredContent(objects, file);
  }
}
