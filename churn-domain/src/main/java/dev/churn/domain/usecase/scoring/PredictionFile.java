package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.feature.CustomerState;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.value.CustomerValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the file of a batch as CSV, so that every customer id can be read back unchanged. Ids that
 * a spreadsheet would interpret as formulas are not altered here, but where the file is given out.
 */
final class PredictionFile {
  private static final String HEADER =
      "customer_id,as_of,churn_probability,risk_segment,model_version,model_id,reasons,model_type,"
          + "horizon_days,activity_event_types,active_window_days,labels_from_file,customer_state,"
          + "days_silent,expected_activity,expected_spend,value_at_risk,churn_event_types"
          + BatchCurves.columns()
          + "\n";

  private static final byte[][] SEGMENTS =
      Arrays.stream(RiskSegment.values())
          .map(segment -> CsvRows.bytes(segment.label()))
          .toArray(byte[][]::new);

  private static final byte[][] STATES =
      Arrays.stream(CustomerState.values())
          .map(state -> CsvRows.bytes(state.name().toLowerCase(Locale.ROOT)))
          .toArray(byte[][]::new);

  private final CsvRows rows;
  private final BatchCurves curves;
  private final Map<ModelId, OfModel> models = new HashMap<>();
  private LocalDate day = LocalDate.EPOCH;
  private byte[] dayText = CsvRows.bytes(day.toString());

  /** The cells that are the same for all rows of a model, with a comma before each. */
  private static final class OfModel {
    private final byte[] id;
    private final byte[] definition;
    private final byte[] churnEvents;

    private OfModel(ModelId id, byte[] definition, byte[] churnEvents) {
      this.id = CsvRows.bytes("," + id);
      this.definition = definition;
      this.churnEvents = churnEvents;
    }
  }

  /**
   * Creates the writer and writes the header.
   *
   * @param models the models of the predictions
   * @param curves the curves of silence of the customers, as known when their rows are added
   */
  PredictionFile(OutputStream out, List<ModelSummary> models, BatchCurves curves)
      throws IOException {
    this.rows = new CsvRows(out);
    this.curves = curves;
    for (ModelSummary model : models) {
      this.models.put(model.id(), ofModel(model));
    }
    rows.plain(CsvRows.bytes(HEADER));
  }

  /** Writes the row of a prediction. */
  void add(CustomerPrediction prediction) {
    rows.text(prediction.customerId());
    rows.comma();
    rows.plain(text(prediction.asOf()));
    rows.comma();
    rows.number(prediction.probability().value());
    rows.comma();
    rows.plain(SEGMENTS[prediction.probability().segment().ordinal()]);
    rows.comma();
    rows.number(prediction.modelVersion());
    OfModel model = models.computeIfAbsent(prediction.model(), PredictionFile::unknown);
    rows.plain(model.id);
    rows.comma();
    rows.text(String.join("; ", prediction.reasons()));
    rows.plain(model.definition);
    rows.comma();
    CustomerActivity activity = prediction.activity().orElse(null);
    if (activity != null) {
      rows.plain(STATES[activity.state().ordinal()]);
    }
    rows.comma();
    if (activity != null) {
      rows.number(activity.daysSilent());
    }
    rows.comma();
    CustomerValue value = prediction.value().orElse(null);
    if (value != null) {
      rows.number(value.expectedActivity());
    }
    rows.comma();
    add(value == null ? OptionalDouble.empty() : value.expectedSpend());
    rows.comma();
    add(value == null ? OptionalDouble.empty() : value.valueAtRisk());
    rows.plain(model.churnEvents);
    curves.appendTo(rows, prediction.customerId());
    try {
      rows.endRow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes everything that was added. */
  void finish() throws IOException {
    rows.flush();
  }

  private void add(OptionalDouble number) {
    if (number.isPresent()) {
      rows.number(number.getAsDouble());
    }
  }

  private byte[] text(LocalDate asOf) {
    if (!asOf.equals(day)) {
      day = asOf;
      dayText = CsvRows.bytes(asOf.toString());
    }
    return dayText;
  }

  private static OfModel unknown(ModelId model) {
    return new OfModel(model, CsvRows.bytes(",,,,,"), CsvRows.bytes(","));
  }

  private static OfModel ofModel(ModelSummary model) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var cells = new CsvRows(bytes);
    cells.comma();
    cells.text(model.type().id());
    cells.comma();
    model.horizonDays().ifPresent(cells::number);
    cells.comma();
    model.data().ifPresent(data -> cells.text(joined(data.activityEventTypes())));
    cells.comma();
    model.data().ifPresent(data -> cells.number(data.activeWindow().days()));
    cells.comma();
    model.labelsFromFile().ifPresent(is -> cells.text(is.toString()));
    cells.flush();
    byte[] definition = bytes.toByteArray();
    bytes.reset();
    cells.comma();
    model.data().ifPresent(data -> cells.text(joined(data.churnEventTypes())));
    cells.flush();
    return new OfModel(model.id(), definition, bytes.toByteArray());
  }

  private static String joined(Set<String> eventTypes) {
    return String.join("; ", new TreeSet<>(eventTypes));
  }
}
