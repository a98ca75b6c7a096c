package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.Plural;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.NotComparable;
import dev.churn.domain.monitoring.NotCounted;
import dev.churn.domain.monitoring.NotCounted.Kind;
import dev.churn.domain.monitoring.NotCounted.Reason;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.usecase.dataset.Lookup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Shows the realized performance of past predictions. */
public final class ShowMonitoring {
  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final PredictionOutcomes outcomes;
  private final MonitoringReports reports;

  public ShowMonitoring(
      Organizations organizations,
      DatasetCatalog catalog,
      ModelRegistry registry,
      PredictionOutcomes outcomes,
      MonitoringReports reports) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.registry = registry;
    this.outcomes = outcomes;
    this.reports = reports;
  }

  /**
   * The monitoring report and the predictions without a part in it.
   *
   * @param notComparable challengers and shadows of the current champion that cannot be compared
   *     with it
   * @param notCounted the numbers of predictions, each reason at most once
   */
  public record Monitoring(
      MonitoringReport report, List<NotComparable> notComparable, List<NotCounted> notCounted) {
    public Monitoring {
      notComparable = List.copyOf(notComparable);
      notCounted = List.copyOf(notCounted);
    }

    /** {@return the number of predictions that do not count, for reasons of a kind} */
    public long count(Kind kind) {
      return notCounted.stream()
          .filter(found -> found.reason().kind() == kind)
          .mapToLong(NotCounted::predictions)
          .sum();
    }
  }

  /**
   * {@return the monitoring results of an organization}
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the organization does not
   *     exist
   */
  public Monitoring show(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    var horizons = new ModelHorizons(catalog, registry, organization);
    Map<Reason, Long> counted = new EnumMap<>(Reason.class);
    for (PredictionCounts counts : outcomes.counts(organization)) {
      count(counts, horizons.find(counts.model()), counted);
    }
    List<NotCounted> notCounted = new ArrayList<>();
    counted.forEach((reason, predictions) -> notCounted.add(new NotCounted(reason, predictions)));
    return new Monitoring(
        reports.find(organization), notComparable(organization, horizons), notCounted);
  }

  private static void count(
      PredictionCounts counts, Optional<ModelHorizon> horizon, Map<Reason, Long> counted) {
    if (horizon.isEmpty()) {
      add(counted, Reason.HORIZON_UNKNOWN, counts.predictions() - counts.known());
    } else if (horizon.get().hasLearned(counts.asOf())) {
      add(counted, Reason.IN_SAMPLE, counts.predictions());
    } else {
      boolean byLabels = horizon.get().labelsFromFile();
      add(counted, byLabels ? Reason.LABELS_AWAITED : Reason.HORIZON_OPEN, counts.pending());
      add(
          counted,
          counts.truncated() ? Reason.FILE_TRUNCATED : Reason.CUSTOMER_MISSING,
          counts.unknown());
    }
  }

  private static void add(Map<Reason, Long> counted, Reason reason, long predictions) {
    if (predictions > 0) {
      counted.merge(reason, predictions, Long::sum);
    }
  }

  private List<NotComparable> notComparable(OrganizationId organization, ModelHorizons horizons) {
    Deployment deployment = registry.deployment(organization);
    List<NotComparable> found = new ArrayList<>();
    deployment
        .champion()
        .ifPresent(
            champion -> {
              for (Deployment.Challenger challenger : deployment.challengers()) {
                ModelId rival = challenger.model();
                notComparable(organization, champion, rival, ModelRole.CHALLENGER, horizons)
                    .ifPresent(found::add);
              }
              for (ModelId rival : deployment.shadows()) {
                notComparable(organization, champion, rival, ModelRole.SHADOW, horizons)
                    .ifPresent(found::add);
              }
            });
    return found;
  }

  private Optional<NotComparable> notComparable(
      OrganizationId organization,
      ModelId champion,
      ModelId rival,
      ModelRole role,
      ModelHorizons horizons) {
    Optional<ModelHorizon> ofChampion = horizons.find(champion);
    Optional<ModelHorizon> ofRival = horizons.find(rival);
    if (ofChampion.isEmpty() || ofRival.isEmpty() || ofChampion.get().isComparable(ofRival.get())) {
      return Optional.empty();
    }
    Optional<Integer> championVersion = version(organization, champion);
    Optional<Integer> rivalVersion = version(organization, rival);
    if (championVersion.isEmpty() || rivalVersion.isEmpty()) {
      return Optional.empty(); // no longer deployed and deleted, since the deployment was read
    }
    return Optional.of(
        new NotComparable(
            new ModelPair(champion, championVersion.get(), rival, rivalVersion.get()),
            role,
            "not comparable: " + inWords(ofChampion.get(), ofRival.get())));
  }

  private static String inWords(ModelHorizon one, ModelHorizon other) {
    if (!one.labelsFromFile() && !other.labelsFromFile()) {
      if (!ActivityTypes.areSame(one.churnEventTypes(), other.churnEventTypes())) {
        return "one predicts churn by %s, the other by %s".formatted(churnOf(one), churnOf(other));
      }
      return "horizons of %d and %d days".formatted(one.days(), other.days());
    }
    int days = one.labelsFromFile() ? other.days() : one.days();
    return "one predicts labels of a file, the other a horizon of %s"
        .formatted(Plural.of(days, "day"));
  }

  private static String churnOf(ModelHorizon horizon) {
    return horizon.churnEventTypes().isEmpty()
        ? "silence"
        : "the events " + String.join(", ", new TreeSet<>(horizon.churnEventTypes()));
  }

  private Optional<Integer> version(OrganizationId organization, ModelId model) {
    return registry
        .find(organization, model)
        .flatMap(TrainingRun::findVersion)
        .map(ModelVersion::version);
  }
}
