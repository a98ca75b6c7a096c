package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.usecase.serving.Serving;
import dev.churn.domain.usecase.serving.Serving.ServedModel;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Scores the customers of a batch with all models that served at its start, in any role. Exactly
 * one prediction for each customer is the answer; the others are stored for comparison, so that
 * champion, challengers and shadows can be compared on the same customers. The customers are read
 * once for each distinct feature definition of the models, usually once.
 */
final class BatchScoring implements PredictionBatches.Source {
  private static final int CHECK_EVERY = 1 << 10;

  private final PredictionBatch batch;
  private final Serving serving;
  private final BatchCustomers customers;
  private final EarlierSegments earlier;
  private final Progress progress;
  private final List<ServedModel> models;
  private final List<FeatureDefinition> definitions;
  private final long[] counts = new long[RiskSegment.values().length];
  private double sum;
  private long scored;

  BatchScoring(
      PredictionBatch batch,
      Serving serving,
      BatchCustomers customers,
      EarlierSegments earlier,
      Progress progress) {
    this.earlier = earlier;
    this.batch = batch;
    this.serving = serving;
    this.customers = customers;
    this.progress = progress;
    this.models = serving.models();
    this.definitions =
        models.stream().map(model -> model.predictor().featureDefinition()).distinct().toList();
  }

  @Override
  public void writeTo(PredictionBatches.Sink sink) {
    var top =
        new TopRiskExplainer(
            sink, ids -> customers.histories(batch, ids), customers.crossingDate(), earlier);
    for (int i = 0; i < definitions.size(); i++) {
      FeatureDefinition definition = definitions.get(i);
      int pass = i;
      customers.read(
          batch,
          definition,
          (customer, asOf, vector, churned) -> score(customer, asOf, vector, definition, top, sink),
          (fraction, message) -> progress.report((pass + fraction) / definitions.size(), message));
    }
    progress.report(1, "Explaining the likeliest to leave");
    top.finish();
    progress.report(1, "Ranking the customers"); // the database ranks them after this
  }

  private void score(
      String customer,
      LocalDate asOf,
      FeatureVector vector,
      FeatureDefinition definition,
      TopRiskExplainer top,
      PredictionBatches.Sink sink) {
    if (++scored % CHECK_EVERY == 0 && Thread.currentThread().isInterrupted()) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The scoring was interrupted");
    }
    ServedModel answering = serving.of(customer);
    for (ServedModel model : models) {
      if (model.predictor().featureDefinition().equals(definition)) {
        CustomerPrediction prediction = predict(model, customer, asOf, vector);
        if (model.is(answering)) {
          count(prediction.probability());
          top.add(prediction, model.predictor(), vector);
        } else {
          sink.shadow(prediction);
        }
      }
    }
  }

  private CustomerPrediction predict(
      ServedModel served, String customer, LocalDate asOf, FeatureVector vector) {
    return new CustomerPrediction(
        batch.id(),
        CustomerPrediction.UNRANKED,
        customer,
        asOf,
        served.predictor().predict(vector),
        served.model().id(),
        served.version(),
        Optional.of(served.role()),
        served.isActive(vector),
        List.of());
  }

  private void count(ChurnProbability probability) {
    counts[probability.segment().ordinal()]++;
    sum += probability.value();
  }

  /** {@return the number of customers in each segment} */
  RiskDistribution risks() {
    return new RiskDistribution(
        counts[RiskSegment.LOW.ordinal()],
        counts[RiskSegment.MEDIUM.ordinal()],
        counts[RiskSegment.HIGH.ordinal()],
        counts[RiskSegment.CRITICAL.ordinal()]);
  }

  /** {@return the mean probability of all answers, of which there is at least one} */
  double averageProbability() {
    return Math.min(1.0, sum / risks().total()); // rounding errors in the sum may exceed 1
  }
}
