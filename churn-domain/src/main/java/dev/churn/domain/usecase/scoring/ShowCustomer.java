package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.explanation.CrossingDate;
import dev.churn.domain.explanation.Explainer;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.StoredContent;
import dev.churn.domain.usecase.serving.ModelFiles;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Shows what is known of one customer. */
public final class ShowCustomer {
  /** The maximum number of predictions in a history. */
  public static final int MAX_HISTORY = 100;

  private final Organizations organizations;
  private final PredictionBatches batches;
  private final PredictionLog log;
  private final DatasetCatalog catalog;
  private final ObjectStore objects;
  private final EventFiles files;
  private final FeatureCalculator features;
  private final ModelRegistry registry;
  private final ModelFiles models;

  public ShowCustomer(
      Organizations organizations,
      PredictionBatches batches,
      PredictionLog log,
      DatasetCatalog catalog,
      ObjectStore objects,
      EventFiles files,
      FeatureCalculator features,
      ModelRegistry registry,
      ModelArtifacts artifacts,
      ModelCodec codec) {
    this.organizations = organizations;
    this.batches = batches;
    this.log = log;
    this.catalog = catalog;
    this.objects = objects;
    this.files = files;
    this.features = features;
    this.registry = registry;
    this.models = new ModelFiles(artifacts, codec);
  }

  /**
   * A customer.
   *
   * @param history the answers of batches, the latest first, {@link #MAX_HISTORY} at most
   * @param calls the answers of single calls, the latest first, {@link #MAX_HISTORY} at most
   * @param events the events in the latest dataset; empty if they were not asked for, if it does
   *     not have the customer, or if there are more than {@link EventFiles#MAX_HISTORY}
   * @param reasons sentences that explain the latest prediction, the strongest reason first; empty
   *     if it has none and the events that it was made from are not at hand
   */
  public record Customer(
      String id,
      List<CustomerPrediction> history,
      List<LoggedPrediction> calls,
      Optional<KnownEvents> events,
      List<String> reasons) {
    public Customer {
      history = List.copyOf(history);
      calls = List.copyOf(calls);
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The events of a customer in a dataset.
   *
   * @param amounts the number of events with an amount
   * @param totalAmount the sum of the amounts
   */
  public record KnownEvents(
      DatasetId dataset,
      int count,
      LocalDate first,
      LocalDate last,
      int amounts,
      double totalAmount) {}

  /**
   * {@return what is known of a customer}
   *
   * @param withEvents whether to look for the customer's events in the latest dataset, for which
   *     its file is read once
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist, or
   *     neither a batch nor a single call nor the latest dataset has the customer, {@link
   *     ErrorCode#INVALID_INPUT} if the id is none that a customer can have
   */
  public Customer load(OrganizationId organization, String customerId, boolean withEvents) {
    Lookup.organization(organizations, organization);
    Lookup.customer(customerId);
    List<CustomerPrediction> history = batches.history(organization, customerId, MAX_HISTORY);
    Optional<RawDataset> dataset = withEvents ? latestDataset(organization) : Optional.empty();
    List<CustomerEvent> events =
        dataset.map(latest -> events(latest, customerId)).orElse(List.of());
    List<LoggedPrediction> calls = log.answers(organization, customerId, MAX_HISTORY);
    if (history.isEmpty() && calls.isEmpty() && events.isEmpty()) {
      throw new ChurnException(
          ErrorCode.NOT_FOUND,
          "Expected a customer of a completed batch, of a call of predict%s, found none with this id; ids are compared"
                  .formatted(withEvents ? " or of the latest dataset" : "")
              + " exactly, so case and blanks matter, and special characters must be URL-encoded");
    }
    Optional<KnownEvents> known =
        events.isEmpty()
            ? Optional.empty()
            : Optional.of(summary(dataset.orElseThrow().id(), events));
    List<String> reasons =
        history.stream()
            .findFirst()
            .map(latest -> reasons(organization, latest, events))
            .orElse(List.of());
    return new Customer(customerId, history, calls, known, reasons);
  }

  private Optional<RawDataset> latestDataset(OrganizationId organization) {
    return catalog.list(organization, PageRequest.first()).items().stream()
        .filter(RawDataset.class::isInstance)
        .map(RawDataset.class::cast)
        .findFirst();
  }

  private List<CustomerEvent> events(RawDataset dataset, String customerId) {
    Map<String, List<CustomerEvent>> found =
        files.histories(
            dataset.options(),
            dataset.uploadDay(),
            new StoredContent(objects, dataset.file()),
            Set.of(customerId));
    return found.getOrDefault(customerId, List.of());
  }

  private static KnownEvents summary(DatasetId dataset, List<CustomerEvent> events) {
    return new KnownEvents(
        dataset,
        events.size(),
        events.stream().map(CustomerEvent::day).min(Comparator.naturalOrder()).orElseThrow(),
        events.stream().map(CustomerEvent::day).max(Comparator.naturalOrder()).orElseThrow(),
        (int) events.stream().filter(event -> event.amount().isPresent()).count(),
        events.stream().mapToDouble(event -> event.amount().orElse(0)).sum());
  }

  /**
   * {@return the stored reasons, or else those of the model for the events, if these give the same
   * probability}
   */
  private List<String> reasons(
      OrganizationId organization, CustomerPrediction latest, List<CustomerEvent> events) {
    if (!latest.reasons().isEmpty()
        || events.stream().noneMatch(event -> !event.day().isAfter(latest.asOf()))) {
      return latest.reasons();
    }
    return registry
        .find(organization, latest.model())
        .flatMap(model -> usable(() -> models.load(model)))
        .map(model -> reasons(model, latest, events))
        .orElse(List.of());
  }

  private static Optional<Predictor> usable(Supplier<Predictor> file) {
    try {
      return Optional.of(file.get());
    } catch (ChurnException e) {
      if (!e.code().meansUnusableFile()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private List<String> reasons(
      Predictor anyDay, CustomerPrediction latest, List<CustomerEvent> events) {
    Predictor model = anyDay.on(latest.asOf());
    FeatureVector vector = features.compute(events, latest.asOf(), model.featureDefinition());
    if (!model.predict(vector).equals(latest.probability())) {
      return List.of(); // the batch was made from other events
    }
    return TopRiskExplainer.sentences(
        Explainer.explain(model, vector),
        new CrossingDate(features).find(model, events, latest.asOf()));
  }
}
