package dev.churn.training;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.prediction.ChurnProbability;
import java.util.List;

/** What was learned, calibrated: the one form of model of this module. */
record ScoredModel(
    ModelType type,
    FeatureDefinition featureDefinition,
    Scorer scorer,
    Calibration calibration,
    List<FeatureVector> background)
    implements ChurnModel {
  ScoredModel {
    background = List.copyOf(background);
  }

  /** A thread's own room for one customer, so that a single score allocates nothing. */
  private static final class Room {
    private static final ThreadLocal<Room> OF_THREAD = ThreadLocal.withInitial(Room::new);

    private final double[] features = new double[Feature.COUNT];
    private final double[] inputs = new double[DerivedInputs.COUNT];
  }

  /** No customer is surer than this, so that one surprise does not make a loss infinite. */
  private static final double MIN_PROBABILITY = 1e-6;

  @Override
  public ChurnProbability predict(FeatureVector features) {
    return new ChurnProbability(probability(features));
  }

  double probability(FeatureVector features) {
    Room room = Room.OF_THREAD.get();
    features.copyTo(room.features, 0);
    DerivedInputs.put(room.features, 0, room.inputs);
    return calibrated(scorer.probability(room.inputs));
  }

  @Override
  public BulkPredictor bulk() {
    return new BulkScorer(this);
  }

  /** {@return what the scorer gives, as it is observed} */
  double calibrated(double probability) {
    return bounded(calibration.calibrate(probability));
  }

  static double bounded(double probability) {
    return Logits.clip(probability, MIN_PROBABILITY, 1 - MIN_PROBABILITY);
  }
}
