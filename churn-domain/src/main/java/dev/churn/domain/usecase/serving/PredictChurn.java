package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.explanation.CrossingDate;
import dev.churn.domain.explanation.Explainer;
import dev.churn.domain.explanation.Explanation;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.serving.Serving.ServedModel;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how likely one customer is to leave, from what the customer did. */
public final class PredictChurn {
  private final Organizations organizations;
  private final ServedModels models;
  private final FeatureCalculator features;
  private final PredictionRecorder recorder;
  private final InstantSource clock;

  public PredictChurn(
      Organizations organizations,
      ServedModels models,
      FeatureCalculator features,
      PredictionRecorder recorder,
      InstantSource clock) {
    this.organizations = organizations;
    this.models = models;
    this.features = features;
    this.recorder = recorder;
    this.clock = clock;
  }

  /**
   * A prediction, the features it was made from and the model that made it.
   *
   * @param predictor the model itself
   */
  public record Prediction(
      ChurnProbability probability,
      LocalDate asOf,
      FeatureVector features,
      ModelId model,
      int modelVersion,
      ModelRole role,
      ChurnModel predictor) {}

  /**
   * Why a prediction is what it is, and when it will be another.
   *
   * @param crossing empty if silence does not lead to a higher segment
   */
  public record Explained(Explanation explanation, Optional<CrossingDate.Crossing> crossing) {}

  /**
   * Asks for nothing but the organization, and not the database as long as its models are known.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if it is not there
   */
  public void requireOrganization(OrganizationId organization) {
    if (models.find(organization).isEmpty()) {
      Lookup.organization(organizations, organization);
    }
  }

  /**
   * {@return the prediction for one customer} It is recorded, and so are those of the shadows, for
   * whatever as-of day: the last day that a company knows completely is seldom today. What a model
   * may have learned from the future of an old day is told by its provenance.
   *
   * @param transactions in any order; those after the as-of day do not count
   * @param asOf the day from which to look back; empty means today in UTC
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization is not there or has
   *     no active model, {@link ErrorCode#UNPROCESSABLE} if there is no transaction up to the as-of
   *     day, or a day that is yet to come
   */
  public Prediction predict(
      OrganizationId organization,
      String customerId,
      List<CustomerEvent> transactions,
      Optional<LocalDate> asOf) {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    requireNoFuture(transactions, asOf, today);
    Serving serving = models.load(organizations, organization);
    ServedModel served = serving.of(customerId);
    LocalDate day = asOf.orElse(today);
    Prediction prediction = ask(served, transactions, day);
    List<LoggedPrediction> made = new ArrayList<>();
    made.add(logged(organization, customerId, day, served, prediction.probability(), now));
    for (ServedModel shadow : serving.shadows()) {
      FeatureVector theirs =
          features.compute(transactions, day, shadow.predictor().featureDefinition());
      ChurnProbability unsaid = shadow.predictor().predict(theirs);
      made.add(logged(organization, customerId, day, shadow, unsaid, now));
    }
    recorder.record(made);
    return prediction;
  }

  /**
   * {@return what would be predicted today, or empty if no model serves} Nothing is recorded. The
   * models are in memory after it, so that those who ask need not wait for them.
   *
   * @param transactions at least one
   * @throws ChurnException as {@link #predict} does for models that cannot be used
   */
  public Optional<Prediction> rehearse(
      OrganizationId organization, String customerId, List<CustomerEvent> transactions) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return models
        .find(organization)
        .map(serving -> ask(serving.of(customerId), transactions, today));
  }

  private Prediction ask(ServedModel served, List<CustomerEvent> transactions, LocalDate asOf) {
    FeatureVector vector =
        features.compute(transactions, asOf, served.predictor().featureDefinition());
    return new Prediction(
        served.predictor().predict(vector),
        asOf,
        vector,
        served.model().id(),
        served.version(),
        served.role(),
        served.predictor());
  }

  private static LoggedPrediction logged(
      OrganizationId organization,
      String customerId,
      LocalDate asOf,
      ServedModel model,
      ChurnProbability probability,
      Instant now) {
    return new LoggedPrediction(
        organization,
        customerId,
        asOf,
        model.model().id(),
        model.version(),
        model.role(),
        probability,
        now);
  }

  /**
   * {@return the reasons of a prediction}
   *
   * @param transactions what it was made from
   */
  public Explained explain(Prediction prediction, List<CustomerEvent> transactions) {
    return new Explained(
        Explainer.explain(prediction.predictor(), prediction.features()),
        new CrossingDate(features).find(prediction.predictor(), transactions, prediction.asOf()));
  }

  private static void requireNoFuture(
      List<CustomerEvent> transactions, Optional<LocalDate> asOf, LocalDate today) {
    List<FieldError> errors = new ArrayList<>();
    if (asOf.isPresent() && asOf.get().isAfter(today)) {
      errors.add(new FieldError("as_of", inFuture(asOf.get(), today)));
    }
    for (int i = 0; i < transactions.size(); i++) {
      LocalDate day = transactions.get(i).day();
      if (day.isAfter(today)) {
        errors.add(FieldError.ofItem("event", i, "day", inFuture(day, today)));
      }
    }
    if (transactions.isEmpty()) {
      errors.add(new FieldError("events", "expected at least one, found none"));
    }
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE, "The customer's events cannot be used", errors);
    }
  }

  private static String inFuture(LocalDate day, LocalDate today) {
    return "expected today, %s (UTC), or earlier, found %s".formatted(today, day);
  }
}
