package dev.churn.postgres;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.CoreMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.statistics.Interval;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads model evaluations as {@link EvaluationWriter} has written them. */
final class EvaluationReader {
  /** Columns of a select from {@code model_metadata m}; each holds a list of lists. */
  static final String LISTS =
      """
        array(select array[name, direction, everyone_direction] from evaluation_baselines b
          where b.model_id = m.id order by position) as baseline_names,
        array(select array[roc_auc, log_loss, everyone_roc_auc, everyone_log_loss]
          from evaluation_baselines b where b.model_id = m.id order by position)
          as baseline_values,
        array(select array[as_of::text, role] from evaluation_snapshots s
          where s.model_id = m.id order by position) as snapshot_names,
        array(select array[row_count, churn_rate, roc_auc, log_loss, calibration_error]
          from evaluation_snapshots s where s.model_id = m.id order by position)
          as snapshot_values,
        array(select array[bin_from, bin_to, row_count, mean_predicted, observed]
          from evaluation_reliability r where r.model_id = m.id order by position)
          as reliability_values,
        array(select array[false_positive_rate, true_positive_rate] from evaluation_roc r
          where r.model_id = m.id order by position) as roc_values,
        array(select array[contacted, reached] from evaluation_gains g
          where g.model_id = m.id order by position) as gains_values,
        array(select as_of from evaluation_cuts c where c.model_id = m.id order by position)
          as cut_days,
        array(select array[customers, churn_rate, mean_predicted, roc_auc, roc_auc_low,
            roc_auc_high, log_loss, brier, calibration_error]
          from evaluation_cuts c where c.model_id = m.id order by position) as cut_values,
        array(select array[name, direction] from evaluation_cut_baselines c
          where c.model_id = m.id order by position) as cut_baseline_names,
        array(select array[cut, roc_auc, log_loss] from evaluation_cut_baselines c
          where c.model_id = m.id order by position) as cut_baseline_values
      """;

  private EvaluationReader() {}

  /**
   * {@return the evaluation of a row with the columns of {@code model_metadata} and {@link #LISTS}}
   */
  static Evaluation read(ResultSet row) throws SQLException {
    return new Evaluation(
        readScope(row),
        row.getLong("test_samples"),
        row.getDouble("test_churn_rate"),
        metrics(row),
        new ConfusionMatrix(
            row.getLong("true_positives"),
            row.getLong("false_positives"),
            row.getLong("false_negatives"),
            row.getLong("true_negatives")),
        readBaselines(row, 0),
        new Gain(
            row.getDouble("gain_over_recency"),
            new Interval(
                row.getDouble("gain_over_recency_low"), row.getDouble("gain_over_recency_high"))),
        readBest(row, "best_baseline", "gain_over_best"),
        curves(row),
        readSnapshots(row),
        Columns.texts(row, "warnings"),
        readEveryone(row),
        readCuts(row));
  }

  private static EvaluationScope readScope(ResultSet row) throws SQLException {
    int horizon = row.getInt("test_horizon_days");
    OptionalInt horizonDays = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(horizon);
    return new EvaluationScope(
        Columns.parse(EvaluationMethod.class, row.getString("evaluation_method")),
        Columns.parse(Population.class, row.getString("test_population")),
        horizonDays,
        Stream.of((Date[]) row.getArray("test_as_of").getArray()).map(Date::toLocalDate).toList());
  }

  private static Optional<CoreMetrics> readEveryone(ResultSet row) throws SQLException {
    long customers = row.getLong("everyone_samples");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new CoreMetrics(
                customers,
                row.getDouble("everyone_churn_rate"),
                row.getDouble("everyone_roc_auc"),
                new Interval(
                    row.getDouble("everyone_roc_auc_low"), row.getDouble("everyone_roc_auc_high")),
                row.getDouble("everyone_log_loss"),
                row.getDouble("everyone_brier"),
                row.getDouble("everyone_calibration_error"),
                readBaselines(row, 1),
                readBest(row, "everyone_best_baseline", "everyone_gain_over_best")));
  }

  private static Metrics metrics(ResultSet row) throws SQLException {
    return new Metrics(
        row.getDouble("accuracy"),
        row.getDouble("precision"),
        row.getDouble("recall"),
        row.getDouble("f1_score"),
        row.getDouble("roc_auc"),
        new Interval(row.getDouble("roc_auc_low"), row.getDouble("roc_auc_high")),
        row.getDouble("pr_auc"),
        row.getDouble("log_loss"),
        row.getDouble("brier"),
        row.getDouble("calibration_error"),
        row.getDouble("top_decile_lift"));
  }

  private static Optional<BestBaseline> readBest(ResultSet row, String name, String gain)
      throws SQLException {
    String found = row.getString(name);
    return found == null
        ? Optional.empty()
        : Optional.of(
            new BestBaseline(
                found,
                new Gain(
                    row.getDouble(gain),
                    new Interval(row.getDouble(gain + "_low"), row.getDouble(gain + "_high")))));
  }

  /**
   * {@return the baselines}
   *
   * @param population 0 for the customers evaluated on, 1 for everyone, on whom earlier versions
   *     had none
   */
  private static List<Baseline> readBaselines(ResultSet row, int population) throws SQLException {
    Object[] names = (Object[]) row.getArray("baseline_names").getArray();
    List<Double[]> values = table(row, "baseline_values");
    List<Baseline> baselines = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String[] texts = (String[]) names[i];
      Double rocAuc = values.get(i)[2 * population];
      Double logLoss = values.get(i)[2 * population + 1];
      if (rocAuc != null) {
        baselines.add(
            new Baseline(
                texts[0],
                rocAuc,
                logLoss == null ? OptionalDouble.empty() : OptionalDouble.of(logLoss),
                Optional.ofNullable(texts[1 + population])
                    .map(code -> Columns.parse(Baseline.Direction.class, code))));
      }
    }
    return baselines;
  }

  private static List<CutResult> readCuts(ResultSet row) throws SQLException {
    Date[] days = (Date[]) row.getArray("cut_days").getArray();
    List<Double[]> values = table(row, "cut_values");
    List<List<Baseline>> baselines = readBaselinesOfCuts(row, days.length);
    List<CutResult> cuts = new ArrayList<>();
    for (int i = 0; i < days.length; i++) {
      Double[] cells = values.get(i);
      cuts.add(
          new CutResult(
              days[i].toLocalDate(),
              cells[0].longValue(),
              cells[1],
              cells[2],
              cells[3],
              new Interval(cells[4], cells[5]),
              cells[6],
              cells[7],
              cells[8],
              baselines.get(i)));
    }
    return cuts;
  }

  private static List<List<Baseline>> readBaselinesOfCuts(ResultSet row, int cuts)
      throws SQLException {
    List<List<Baseline>> baselines = new ArrayList<>();
    for (int i = 0; i < cuts; i++) {
      baselines.add(new ArrayList<>());
    }
    Object[] names = (Object[]) row.getArray("cut_baseline_names").getArray();
    List<Double[]> values = table(row, "cut_baseline_values");
    for (int i = 0; i < names.length; i++) {
      String[] texts = (String[]) names[i];
      Double[] cells = values.get(i);
      baselines
          .get(cells[0].intValue())
          .add(
              new Baseline(
                  texts[0],
                  cells[1],
                  cells[2] == null ? OptionalDouble.empty() : OptionalDouble.of(cells[2]),
                  Optional.ofNullable(texts[1])
                      .map(code -> Columns.parse(Baseline.Direction.class, code))));
    }
    return baselines;
  }

  private static List<SnapshotResult> readSnapshots(ResultSet row) throws SQLException {
    Object[] names = (Object[]) row.getArray("snapshot_names").getArray();
    List<Double[]> values = table(row, "snapshot_values");
    List<SnapshotResult> snapshots = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String[] texts = (String[]) names[i];
      Double[] cells = values.get(i);
      snapshots.add(
          new SnapshotResult(
              LocalDate.parse(texts[0]),
              Columns.parse(SnapshotRole.class, texts[1]),
              cells[0].longValue(),
              cells[1],
              cells[2] == null
                  ? Optional.empty()
                  : Optional.of(new SnapshotResult.Score(cells[2], cells[3], cells[4]))));
    }
    return snapshots;
  }

  private static Curves curves(ResultSet row) throws SQLException {
    return new Curves(
        table(row, "reliability_values").stream()
            .map(
                cells ->
                    new Curves.ReliabilityBin(
                        cells[0], cells[1], cells[2].longValue(), cells[3], cells[4]))
            .toList(),
        table(row, "roc_values").stream()
            .map(cells -> new Curves.RocPoint(cells[0], cells[1]))
            .toList(),
        table(row, "gains_values").stream()
            .map(cells -> new Curves.GainsPoint(cells[0], cells[1]))
            .toList());
  }

  /** {@return a list of lists; an empty array of arrays arrives as an empty array of numbers} */
  private static List<Double[]> table(ResultSet row, String column) throws SQLException {
    return Stream.of((Object[]) row.getArray(column).getArray()).map(Double[].class::cast).toList();
  }
}
