package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.LapsedPart;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.batch.SegmentSums;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.usecase.serving.Serving;
import dev.churn.domain.usecase.serving.Serving.ServedModel;
import dev.churn.domain.value.CustomerValue;
import dev.churn.domain.value.ForecastError;
import java.util.List;
import java.util.Optional;

/**
 * Scores the customers of a batch with all models that served at its start, in any role. Exactly
 * one prediction for each customer is the answer; the others are stored for comparison, so that
 * champion, challengers and shadows can be compared on the same customers. The customers are read
 * once for each distinct feature definition of the models, usually once. Whether a customer is
 * active follows from the active window of the organization, whatever the window of the model.
 */
final class BatchScoring implements PredictionBatches.Source {
  private final PredictionBatch batch;
  private final Serving serving;
  private final ActiveWindow window;
  private final BatchCustomers customers;
  private final EarlierSegments earlier;
  private final Progress progress;
  private final List<ServedModel> models;
  private final List<FeatureDefinition> definitions;
  private final BatchCurves curves = new BatchCurves();
  private final RiskCounts everyone = new RiskCounts();
  private final RiskCounts lapsed = new RiskCounts();
  private final SegmentSums.Counter sums = new SegmentSums.Counter();

  BatchScoring(
      PredictionBatch batch,
      Serving serving,
      ActiveWindow window,
      BatchCustomers customers,
      EarlierSegments earlier,
      Progress progress) {
    this.earlier = earlier;
    this.batch = batch;
    this.serving = serving;
    this.window = window;
    this.customers = customers;
    this.progress = progress;
    this.models = serving.models().stream().map(model -> model.on(batch.asOf())).toList();
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
      List<ServedModel> asked =
          models.stream()
              .filter(model -> model.predictor().featureDefinition().equals(definition))
              .toList();
      try (var scoring =
          new ParallelScoring(
              asked.stream().map(ServedModel::predictor).toList(),
              customer -> answering(asked, customer),
              block -> passOn(block, asked, top, sink))) {
        customers.read(
            batch,
            definition,
            (customer, asOf, vector, left) ->
                scoring.add(customer, asOf, vector, left.orElse(false)),
            (fraction, message) ->
                progress.report((pass + fraction) / definitions.size(), message));
        scoring.finish();
      }
    }
    progress.report(1, "Explaining the first of the list");
    top.finish();
    progress.report(1, "Ranking the customers"); // the database ranks them after this
  }

  /** {@return the index of the model that answers for a customer, or −1 if it is none of these} */
  private int answering(List<ServedModel> asked, String customer) {
    ServedModel answering = serving.of(customer);
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).is(answering)) {
        return i;
      }
    }
    return -1;
  }

  private void passOn(
      CustomerBlock block,
      List<ServedModel> asked,
      TopRiskExplainer top,
      PredictionBatches.Sink sink) {
    for (int row = 0; row < block.size(); row++) {
      for (int i = 0; i < asked.size(); i++) {
        ServedModel model = asked.get(i);
        if (block.isAnswer(i, row)) {
          CustomerPrediction answer = prediction(model, block, row, i, block.value(row));
          count(answer);
          if (block.hasLeft(row)) {
            sink.answer(answer); // nobody to save, and no model to explain
          } else {
            curves.add(answer.customerId(), block.curve(row));
            top.add(answer, model.predictor(), block.features(row));
          }
        } else {
          sink.shadow(prediction(model, block, row, i, Optional.empty()));
        }
      }
    }
  }

  private CustomerPrediction prediction(
      ServedModel served, CustomerBlock block, int row, int model, Optional<CustomerValue> value) {
    return new CustomerPrediction(
        batch.id(),
        CustomerPrediction.UNRANKED,
        block.customer(row),
        block.asOf(row),
        block.probability(model, row),
        served.model().id(),
        served.version(),
        Optional.of(served.role()),
        served.isActive(block.features(row)).map(active -> active && !block.hasLeft(row)),
        Optional.of(activity(block, row)),
        value,
        List.of());
  }

  private CustomerActivity activity(CustomerBlock block, int row) {
    CustomerActivity silence = window.activityOf(block.features(row));
    return block.hasLeft(row) ? silence.afterLeaving() : silence;
  }

  private void count(CustomerPrediction prediction) {
    sums.add(prediction);
    everyone.add(prediction.probability());
    if (prediction.isLapsed()) {
      lapsed.add(prediction.probability());
    }
  }

  /** {@return the curves of all answers, where the model that answers has one} */
  BatchCurves curves() {
    return curves;
  }

  /** {@return the number of customers in each segment} */
  RiskDistribution risks() {
    return everyone.risks();
  }

  /** {@return the mean probability of all answers, of which there is at least one} */
  double averageProbability() {
    return everyone.average();
  }

  /** {@return the part of these figures that is about lapsed customers} */
  LapsedPart lapsed() {
    return new LapsedPart(window, lapsed.average(), lapsed.risks());
  }

  /** {@return what all answers sum up to} */
  SegmentSums sums() {
    ServedModel champion = serving.champion();
    return sums.sums(
        ForecastError.of(
            champion.model().version().evaluation(), champion.predictor().spendError()));
  }
}
