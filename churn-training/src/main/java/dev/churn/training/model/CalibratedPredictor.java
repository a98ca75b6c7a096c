package dev.churn.training.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.domain.value.CustomerValue;
import dev.churn.domain.value.SpendError;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.FittedClassifier;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.curve.CurveModel;
import dev.churn.training.data.InputSet;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;
import dev.churn.training.season.Season;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A trained model: a scorer with its calibration. All models of this module have this form. */
public record CalibratedPredictor(
    FittedClassifier<?> classifier,
    FeatureDefinition featureDefinition,
    Calibration calibration,
    List<FeatureVector> background,
    Optional<ValueModel> valueModel,
    Optional<CurveModel> curveModel,
    Optional<Season> season)
    implements Predictor {
  public CalibratedPredictor {
    background = List.copyOf(background);
    requireNonNull(valueModel, "valueModel");
    requireNonNull(curveModel, "curveModel");
    requireNonNull(season, "season");
  }

  /** Creates a model that knows no season, does not know what customers are worth, has no curve. */
  public CalibratedPredictor(
      FittedClassifier<?> classifier,
      FeatureDefinition featureDefinition,
      Calibration calibration,
      List<FeatureVector> background) {
    this(
        classifier,
        featureDefinition,
        calibration,
        background,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** {@return the same model with what it knows of the worth of customers and other horizons} */
  public CalibratedPredictor with(Optional<ValueModel> value, Optional<CurveModel> curve) {
    return new CalibratedPredictor(
        classifier, featureDefinition, calibration, background, value, curve, season);
  }

  /** {@return the same model with a season} */
  public CalibratedPredictor with(Season itsSeason) {
    return new CalibratedPredictor(
        classifier,
        featureDefinition,
        calibration,
        background,
        valueModel,
        curveModel,
        Optional.of(itsSeason));
  }

  @Override
  public CalibratedPredictor on(LocalDate asOf) {
    return season
        .map(
            known ->
                new CalibratedPredictor(
                    classifier,
                    featureDefinition,
                    calibration.moved(known.on(asOf)),
                    background,
                    valueModel,
                    curveModel,
                    season))
        .orElse(this);
  }

  @Override
  public Optional<SilenceCurve> curve(FeatureVector features, ChurnProbability probability) {
    return curveModel.map(model -> model.of(features, probability));
  }

  @Override
  public Optional<CustomerValue> value(FeatureVector features, ChurnProbability probability) {
    return valueModel.map(model -> model.of(features, probability));
  }

  @Override
  public SpendError spendError() {
    return valueModel.map(ValueModel::error).orElse(SpendError.UNKNOWN);
  }

  /** Per-thread buffers for one customer, so that a single score does not allocate. */
  private static final class Room {
    private static final ThreadLocal<Room> OF_THREAD = ThreadLocal.withInitial(Room::new);

    private final double[] features = new double[FeatureVector.WIDTH];
    private final double[] inputs = new double[InputSet.MAX_COUNT];
  }

  @Override
  public ModelType type() {
    return classifier.type();
  }

  /** {@return the scorer, without calibration} */
  public Scorer scorer() {
    return classifier.scorer();
  }

  @Override
  public ChurnProbability predict(FeatureVector features) {
    return new ChurnProbability(probability(features));
  }

  /**
   * {@return the calibrated probability that a customer churns within the horizon, as {@link
   * #predict} gives it} It lies between {@link Calibration#MIN_PROBABILITY} and 1 less that, both
   * included. It contains the season only for a model that {@link #on} returned.
   */
  public double probability(FeatureVector features) {
    Room room = Room.OF_THREAD.get();
    features.copyTo(room.features, 0);
    Scorer scorer = scorer();
    scorer.inputSet().put(room.features, 0, room.inputs);
    return calibrated(scorer.probability(room.inputs));
  }

  @Override
  public BulkPredictor bulk() {
    return new BulkScorer(this);
  }

  /** {@return the calibrated probability for a probability of the scorer} */
  double calibrated(double probability) {
    return Calibration.bounded(calibration.calibrate(probability));
  }

  /**
   * {@return the calibrated probability of every row, computed by several threads}
   *
   * @throws IllegalArgumentException if the rows lack event types that the model watches
   */
  public double[] probabilities(TrainingRows others) {
    TrainingRows rows = others.watching(featureDefinition.watchedEventTypes());
    double[] values = new double[rows.size()];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          values.length,
          (chunk, from, to) -> {
            BulkPredictor bulk = bulk();
            double[] features = new double[AlikeFirst.SIZE * FeatureVector.WIDTH];
            double[] given = new double[AlikeFirst.SIZE];
            for (int start = from; start < to; start += AlikeFirst.SIZE) {
              int count = Math.min(AlikeFirst.SIZE, to - start);
              for (int i = 0; i < count; i++) {
                rows.copyFeatures(start + i, features, i * FeatureVector.WIDTH);
              }
              bulk.predict(features, count, given);
              System.arraycopy(given, 0, values, start, count);
            }
          });
    }
    return values;
  }
}
