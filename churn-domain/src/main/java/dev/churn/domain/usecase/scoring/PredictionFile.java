package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.feature.CustomerState;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes the file of a batch as CSV by RFC 4180 with line feeds, so that every customer id can be
 * read back unchanged. Ids that a spreadsheet would interpret as formulas are not altered here, but
 * where the file is given out.
 */
final class PredictionFile {
  private static final String HEADER =
      "customer_id,as_of,churn_probability,risk_segment,model_version,model_id,reasons,model_type,"
          + "horizon_days,activity_event_types,active_window_days,labels_from_file,customer_state,"
          + "days_silent,expected_activity,expected_spend,value_at_risk,churn_event_types"
          + BatchCurves.columns()
          + "\n";

  private final Writer out;
  private final BatchCurves curves;
  private final Map<ModelId, String> definitions = new HashMap<>();
  private final Map<ModelId, String> churnEvents = new HashMap<>();
  private final StringBuilder line = new StringBuilder(256);

  /**
   * Creates the writer and writes the header.
   *
   * @param models the models of the predictions
   * @param curves the curves of silence of the customers, as known when their rows are added
   */
  PredictionFile(Writer out, List<ModelSummary> models, BatchCurves curves) throws IOException {
    this.out = out;
    this.curves = curves;
    models.forEach(model -> definitions.put(model.id(), definition(model)));
    models.forEach(model -> churnEvents.put(model.id(), churnEvents(model)));
    out.write(HEADER);
  }

  /** Writes the row of a prediction. */
  void add(CustomerPrediction prediction) {
    line.setLength(0);
    appendText(prediction.customerId());
    line.append(',').append(prediction.asOf());
    line.append(',').append(prediction.probability().value());
    line.append(',').append(prediction.probability().segment().label());
    line.append(',').append(prediction.modelVersion());
    line.append(',').append(prediction.model()).append(',');
    appendText(String.join("; ", prediction.reasons()));
    line.append(definitions.getOrDefault(prediction.model(), ",,,,,")).append(',');
    prediction.activity().ifPresent(activity -> line.append(code(activity.state())));
    line.append(',');
    prediction.activity().ifPresent(activity -> line.append(activity.daysSilent()));
    line.append(',');
    prediction.value().ifPresent(value -> line.append(value.expectedActivity()));
    line.append(',');
    prediction.value().ifPresent(value -> value.expectedSpend().ifPresent(line::append));
    line.append(',');
    prediction.value().ifPresent(value -> value.valueAtRisk().ifPresent(line::append));
    line.append(churnEvents.getOrDefault(prediction.model(), ","));
    curves.appendTo(line, prediction.customerId());
    line.append('\n');
    try {
      out.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String code(CustomerState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the columns of the definition, which are the same for all rows of a model. */
  private String definition(ModelSummary model) {
    line.setLength(0);
    line.append(',').append(model.type().id()).append(',');
    model.horizonDays().ifPresent(line::append);
    line.append(',');
    model
        .data()
        .ifPresent(d -> appendText(String.join("; ", new TreeSet<>(d.activityEventTypes()))));
    line.append(',');
    model.data().ifPresent(data -> line.append(data.activeWindow().days()));
    line.append(',');
    model.labelsFromFile().ifPresent(line::append);
    return line.toString();
  }

  private String churnEvents(ModelSummary model) {
    line.setLength(0);
    line.append(',');
    model.data().ifPresent(d -> appendText(String.join("; ", new TreeSet<>(d.churnEventTypes()))));
    return line.toString();
  }

  private void appendText(String text) {
    if (!needsQuotes(text)) {
      line.append(text);
      return;
    }
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        line.append('"');
      }
      line.append(text.charAt(i));
    }
    line.append('"');
  }

  /**
   * Returns whether a text needs quotes; leading and trailing blanks count, because many readers
   * trim unquoted text.
   */
  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c < ' ') {
        return true;
      }
    }
    return !text.equals(text.strip());
  }
}
