package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.event.EventTypeNames;
import dev.churn.domain.explanation.CrossingDate;
import dev.churn.domain.explanation.Explainer;
import dev.churn.domain.explanation.Explanation;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TimeZones;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.serving.Serving.ServedModel;
import dev.churn.domain.value.CustomerValue;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Predicts the churn probability of one customer from the customer's events. */
public final class PredictChurn {
  /** The age of the last event, in days, from which a call without an as-of date is warned. */
  private static final int OLD_DAYS = 365;

  private final Organizations organizations;
  private final ServedModels models;
  private final FeatureCalculator features;
  private final PredictionRecorder recorder;
  private final BackgroundWork background;
  private final PredictionTally tally;
  private final InstantSource clock;
  private final OrganizationZones zones;

  public PredictChurn(
      Organizations organizations,
      ServedModels models,
      FeatureCalculator features,
      PredictionRecorder recorder,
      BackgroundWork background,
      PredictionTally tally,
      InstantSource clock) {
    this.organizations = organizations;
    this.models = models;
    this.features = features;
    this.recorder = recorder;
    this.background = background;
    this.tally = tally;
    this.clock = clock;
    this.zones = new OrganizationZones(organizations, clock);
  }

  /**
   * A prediction with its features and its model.
   *
   * @param probability 1 for a customer who has left by an event that the model predicts
   * @param activity the customer's state at the as-of date, by the active window that the
   *     organization has now, or whether the customer has left; activity is what the model counts
   *     as activity
   * @param value what is expected of the customer within the horizon; empty if the model does not
   *     know
   * @param summary horizon and definition of the model
   * @param predictor the model as of that day
   * @param events the events as the model read them
   * @param warnings sentences about events that were not counted, or counted on an assumption, and
   *     why; empty if there is nothing to know
   */
  public record Prediction(
      ChurnProbability probability,
      LocalDate asOf,
      FeatureVector features,
      ModelId model,
      int modelVersion,
      ModelRole role,
      CustomerActivity activity,
      Optional<CustomerValue> value,
      ModelSummary summary,
      Predictor predictor,
      List<CustomerEvent> events,
      List<String> warnings) {
    public Prediction {
      events = List.copyOf(events);
      warnings = List.copyOf(warnings);
    }

    /**
     * {@return the probabilities of silence for several horizons, {@link #probability} at that of
     * the model; empty if the model has no curve, and for a customer who has left}
     */
    public Optional<SilenceCurve> curve() {
      return activity.hasLeft() ? Optional.empty() : predictor.curve(features, probability);
    }

    private Prediction with(List<String> moreWarnings) {
      List<String> all = new ArrayList<>(warnings);
      all.addAll(moreWarnings);
      return new Prediction(
          probability,
          asOf,
          features,
          model,
          modelVersion,
          role,
          activity,
          value,
          summary,
          predictor,
          events,
          all);
    }
  }

  /**
   * The reasons of a prediction, and the day on which the risk segment will rise.
   *
   * @param crossing empty if silence does not lead to a higher segment
   */
  public record Explained(Explanation explanation, Optional<CrossingDate.Crossing> crossing) {}

  /**
   * Checks that the organization exists; the database is queried only if its models are not in
   * memory.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if it does not exist
   */
  public void requireOrganization(OrganizationId organization) {
    if (models.find(organization).isEmpty()) {
      Lookup.organization(organizations, organization);
    }
  }

  /**
   * {@return the time in the time zone of an organization, on whose days the events of its
   * customers fall} The zone may be that of a minute ago if another server has changed it.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist
   */
  public ZonedDateTime now(OrganizationId organization) {
    return clock.instant().atZone(zones.of(organization).timeZone());
  }

  /** Makes later calls use the time zone and the active window that the organization has now. */
  public void renewSettings(OrganizationId organization) {
    zones.renew(organization);
  }

  /**
   * {@return the prediction for one customer} The prediction and those of all other deployed models
   * are recorded for any as-of date, because the last day that a company knows completely is rarely
   * today. For an old as-of date, the model's provenance shows whether the model was trained on
   * later data. The other models predict in the background, after this method has returned.
   *
   * @param transactions the customer's events, in any order; those after the as-of date are ignored
   * @param asOf the as-of date; empty means today in the organization's time zone
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist or
   *     no model serves it, {@link ErrorCode#UNPROCESSABLE} if there is no event up to the as-of
   *     date, or if a date is in the future
   */
  public Prediction predict(
      OrganizationId organization,
      String customerId,
      List<CustomerEvent> transactions,
      Optional<LocalDate> asOf) {
    Instant now = clock.instant();
    OrganizationSettings settings = zones.of(organization);
    ZoneId zone = settings.timeZone();
    LocalDate today = LocalDate.ofInstant(now, zone);
    requireNoFuture(transactions, asOf, today, zone);
    Serving serving = models.load(organizations, organization);
    ServedModel served = serving.of(customerId);
    LocalDate day = asOf.orElse(today);
    Prediction prediction = ask(served, transactions, day, settings);
    recorder.record(List.of(logged(organization, customerId, served, prediction, false, now)));
    tally.add(prediction.summary().type(), prediction.probability());
    List<ServedModel> others =
        serving.models().stream().filter(model -> !model.is(served)).toList();
    if (!others.isEmpty()) {
      List<CustomerEvent> events = List.copyOf(transactions); // the caller may change its list
      background.run(
          () -> {
            List<LoggedPrediction> made = new ArrayList<>();
            for (ServedModel other : others) {
              Prediction shadow = ask(other, events, day, settings);
              made.add(logged(organization, customerId, other, shadow, true, now));
            }
            recorder.record(made);
          });
    }
    return asOf.isPresent() ? prediction : prediction.with(oldEvents(transactions, today));
  }

  /** {@return a warning if the last event is so old that the company may not know the rest} */
  private static List<String> oldEvents(List<CustomerEvent> transactions, LocalDate today) {
    LocalDate last = transactions.get(0).day();
    for (CustomerEvent event : transactions) {
      last = event.day().isAfter(last) ? event.day() : last;
    }
    long days = ChronoUnit.DAYS.between(last, today);
    return days <= OLD_DAYS
        ? List.of()
        : List.of(
            "as_of was not given, so the customer is seen as of today, %s, %d days after the last"
                    .formatted(today, days)
                + " transaction, %s. Send as_of if transactions are known only up to an earlier"
                    .formatted(last)
                + " day.");
  }

  /**
   * {@return the prediction for today, or empty if no model serves} Nothing is recorded. It loads
   * the models into memory, so that later requests need not wait.
   *
   * @param transactions at least one event
   * @throws ChurnException as {@link #predict} does for models that cannot be used
   */
  public Optional<Prediction> rehearse(
      OrganizationId organization, String customerId, List<CustomerEvent> transactions) {
    Optional<Serving> serving = models.find(organization);
    if (serving.isEmpty()) {
      return Optional.empty();
    }
    OrganizationSettings settings = zones.of(organization);
    LocalDate today = LocalDate.ofInstant(clock.instant(), settings.timeZone());
    return Optional.of(ask(serving.get().of(customerId), transactions, today, settings));
  }

  private Prediction ask(
      ServedModel served,
      List<CustomerEvent> transactions,
      LocalDate asOf,
      OrganizationSettings settings) {
    Predictor predictor = served.predictor().on(asOf);
    FeatureDefinition definition = predictor.featureDefinition();
    InterpretedEvents read = InterpretedEvents.of(transactions, asOf, definition);
    FeatureVector vector = features.compute(read.events(), asOf, definition);
    Optional<CustomerEvent> left = definition.churnEvents().first(read.events(), asOf);
    ChurnProbability probability =
        left.isPresent() ? ChurnProbability.CERTAIN : predictor.predict(vector);
    CustomerActivity activity = new ActiveWindow(settings.activeWindowDays()).activityOf(vector);
    Optional<CustomerValue> value = predictor.value(vector, probability);
    return new Prediction(
        probability,
        asOf,
        vector,
        served.model().id(),
        served.version(),
        served.role(),
        left.isPresent() ? activity.afterLeaving() : activity,
        left.isPresent() ? value.map(CustomerValue::afterLeaving) : value,
        served.summary(),
        predictor,
        read.events(),
        Stream.of(
                left.map(PredictChurn::leaving).stream(),
                ChurnDefinitionMismatch.warnings(settings, definition, labelsFromFile(served))
                    .stream(),
                read.warnings().stream())
            .flatMap(warnings -> warnings)
            .toList());
  }

  private static String leaving(CustomerEvent event) {
    return "The customer left on %s by the event %s, so that churn is certain; no model was used."
        .formatted(event.day(), EventTypeNames.of(event.type().stream().toList()));
  }

  private static boolean labelsFromFile(ServedModel served) {
    return served.summary().labelsFromFile().orElse(false);
  }

  private static LoggedPrediction logged(
      OrganizationId organization,
      String customerId,
      ServedModel model,
      Prediction prediction,
      boolean isShadow,
      Instant now) {
    return new LoggedPrediction(
        organization,
        customerId,
        prediction.asOf(),
        model.model().id(),
        model.version(),
        model.role(),
        isShadow,
        model
            .isActive(prediction.features())
            .map(active -> active && !prediction.activity().hasLeft()),
        Optional.of(prediction.activity()),
        prediction.probability(),
        now);
  }

  /** {@return the reasons of a prediction; none for a customer who has left} */
  public Explained explain(Prediction prediction) {
    if (prediction.activity().hasLeft()) {
      return new Explained(Explanation.ofCertainty(), Optional.empty());
    }
    return new Explained(
        Explainer.explain(prediction.predictor(), prediction.features()),
        new CrossingDate(features)
            .find(prediction.predictor(), prediction.events(), prediction.asOf()));
  }

  private static void requireNoFuture(
      List<CustomerEvent> transactions, Optional<LocalDate> asOf, LocalDate today, ZoneId zone) {
    List<FieldError> errors = new ArrayList<>();
    if (asOf.isPresent() && asOf.get().isAfter(today)) {
      errors.add(new FieldError("as_of", inFuture(asOf.get(), today, zone)));
    }
    for (int i = 0; i < transactions.size(); i++) {
      LocalDate day = transactions.get(i).day();
      if (day.isAfter(today)) {
        errors.add(FieldError.ofItem("event", i, "day", inFuture(day, today, zone)));
      }
    }
    if (transactions.isEmpty()) {
      errors.add(new FieldError("transactions", "expected at least one, found none"));
    }
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE, "The customer's events cannot be used", errors);
    }
  }

  private static String inFuture(LocalDate day, LocalDate today, ZoneId zone) {
    return "expected today, %s (%s), or earlier, found %s"
        .formatted(today, TimeZones.idOf(zone), day);
  }
}
