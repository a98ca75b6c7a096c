package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.exchange.ArffWriter;
import dev.churn.domain.exchange.ArffWriter.Column;
import dev.churn.domain.model.ModelInputs;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import java.io.Writer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Exports feature tables in a format for other machine learning programs. */
public final class ExportFeatures {
  private static final String CHURNED = "churned";
  private static final String STAYED = "stayed";

  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final FeatureTableReader tables;
  private final ModelTraining training;

  public ExportFeatures(
      Organizations organizations,
      DatasetCatalog catalog,
      ObjectStore objects,
      FeatureTables features,
      ModelTraining training) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.tables = new FeatureTableReader(objects, features);
    this.training = training;
  }

  /**
   * The options of an export.
   *
   * @param inputs the id of one of {@link ModelTraining#inputs}; empty for the default
   * @param asOf restricts the export to this snapshot; empty for all
   * @param withIds whether the customer id and the as-of date are the first columns; without them
   *     the columns are exactly those that exported models expect
   */
  public record Options(Optional<String> inputs, Optional<LocalDate> asOf, boolean withIds) {}

  /** A table that is ready to be exported. */
  public final class Table {
    private final FeatureDataset dataset;
    private final ModelInputs inputs;
    private final Options options;

    private Table(FeatureDataset dataset, ModelInputs inputs, Options options) {
      this.dataset = dataset;
      this.inputs = inputs;
      this.options = options;
    }

    /** {@return a name for the file, including its extension} */
    public String filename() {
      return "features_%s.arff".formatted(dataset.sourceId());
    }

    /**
     * Writes the table as ARFF, row by row; the class attribute is {@code outcome}, which is
     * missing where the label is unknown.
     *
     * @param out is not closed
     * @throws ChurnException with {@link ErrorCode#CORRUPT} if the table is not the stored one,
     *     {@link ErrorCode#UNAVAILABLE} if storage does not respond
     */
    public void writeArff(Writer out) {
      List<Column> columns = new ArrayList<>();
      if (options.withIds()) {
        columns.add(new Column.Text("customer_id"));
        columns.add(new Column.Text("as_of"));
      }
      inputs.names().forEach(name -> columns.add(new Column.Numeric(name)));
      columns.add(new Column.Nominal("outcome", List.of(CHURNED, STAYED)));
      try (var arff = new ArffWriter(out, "customers", columns)) {
        tables.read(
            dataset,
            options.asOf().map(Set::of).orElseGet(dataset.manifest()::days),
            (customer, asOf, features, churned) -> {
              List<Object> cells = new ArrayList<>(columns.size());
              if (options.withIds()) {
                cells.add(customer);
                cells.add(asOf.toString());
              }
              for (double value : inputs.of(features)) {
                cells.add(value);
              }
              cells.add(
                  dataset.manifest().isScored(asOf)
                      ? null // who has left already is no outcome to learn from
                      : churned.map(left -> left ? CHURNED : STAYED).orElse(null));
              arff.row(cells);
            });
      }
    }
  }

  /**
   * {@return the table, ready to be exported}
   *
   * @param dataset a feature table, or a raw dataset that has one
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if organization or dataset do not
   *     exist, {@link ErrorCode#UNPROCESSABLE} if the feature table or the snapshot does not exist,
   *     {@link ErrorCode#INVALID_INPUT} if the inputs do not exist
   */
  public Table open(OrganizationId organization, DatasetId dataset, Options options) {
    Lookup.organization(organizations, organization);
    FeatureDataset table = Lookup.features(catalog, organization, dataset);
    List<LocalDate> days =
        table.manifest().snapshots().stream().map(snapshot -> snapshot.asOf()).toList();
    if (options.asOf().filter(day -> !days.contains(day)).isPresent()) {
      throw ChurnException.ofField(
          ErrorCode.UNPROCESSABLE,
          "as_of",
          "expected one of %s, found %s"
              .formatted(
                  days.stream().map(LocalDate::toString).collect(Collectors.joining(", ")),
                  options.asOf().get()));
    }
    return new Table(table, inputs(options.inputs()), options);
  }

  private ModelInputs inputs(Optional<String> id) {
    List<ModelInputs> choices = training.inputs();
    return choices.stream()
        .filter(choice -> choice.id().equals(id.orElse(choices.get(0).id())))
        .findFirst()
        .orElseThrow(
            () ->
                ChurnException.ofField(
                    ErrorCode.INVALID_INPUT,
                    "inputs",
                    "expected one of %s, found '%s'"
                        .formatted(
                            choices.stream().map(ModelInputs::id).collect(Collectors.joining(", ")),
                            id.orElse(""))));
  }
}
