package dev.churn.domain.usecase.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.drift.Drift;
import dev.churn.domain.drift.FeatureDrift;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Summarizes for every organization how good the champion's predictions turned out to be, beside
 * what its evaluation promised, and how much the customers have drifted.
 */
public final class SummarizeQuality {
  private static final int PAGE = 200;

  private final Organizations organizations;
  private final ModelRegistry registry;
  private final MonitoringReports reports;

  public SummarizeQuality(
      Organizations organizations, ModelRegistry registry, MonitoringReports reports) {
    this.organizations = organizations;
    this.registry = registry;
    this.reports = reports;
  }

  /**
   * Two metrics of a model's predictions.
   *
   * @param logLoss mean log-loss in nats
   */
  public record Quality(double rocAuc, double logLoss) {}

  /**
   * The summary of one organization or target.
   *
   * @param target the name of the target; empty for organizations
   * @param realized of the champion's predictions in the latest month with metrics, for active
   *     customers if there are any; empty before that
   * @param promised by the evaluation of the same model; empty if the model was deleted
   * @param largestPsi the largest population stability index of a feature that exceeds what chance
   *     gives, 0 if none does; empty if drift was not measured
   */
  public record Summary(
      OrganizationId organization,
      Optional<String> target,
      Optional<Quality> realized,
      Optional<Quality> promised,
      OptionalDouble largestPsi) {
    public Summary {
      requireNonNull(organization, "organization");
      requireNonNull(target, "target");
      requireNonNull(realized, "realized");
      requireNonNull(promised, "promised");
      requireNonNull(largestPsi, "largestPsi");
    }
  }

  /**
   * {@return the summaries of the organizations that have a monitoring report, the oldest
   * organization first, each before its targets} Reads several rows for each organization.
   */
  public List<Summary> all() {
    List<Summary> summaries = new ArrayList<>();
    long offset = 0;
    while (true) {
      Page<Organization> page = organizations.list(new PageRequest(PAGE, offset));
      for (Organization organization : page.items()) {
        for (Organization each : Targets.with(organizations, organization)) {
          summarize(each).ifPresent(summaries::add);
        }
      }
      offset += PAGE;
      if (offset >= page.total()) {
        return summaries;
      }
    }
  }

  private Optional<Summary> summarize(Organization summarized) {
    OrganizationId organization = summarized.id();
    MonitoringReport report = reports.find(organization);
    if (report.asOf().isEmpty()) {
      return Optional.empty();
    }
    // Active customers come first, then the latest month.
    Optional<RealizedPerformance> latest =
        report.outcomes().stream()
            .filter(outcome -> outcome.group().role() == ModelRole.CHAMPION)
            .filter(outcome -> outcome.quality().isPresent())
            .findFirst();
    return Optional.of(
        new Summary(
            summarized.owner(),
            summarized.parent().map(owner -> summarized.name()),
            latest
                .flatMap(RealizedPerformance::quality)
                .map(quality -> new Quality(quality.rocAuc(), quality.logLoss())),
            latest
                .flatMap(outcome -> registry.find(organization, outcome.group().model()))
                .map(SummarizeQuality::promised),
            report.drift().map(SummarizeQuality::largestPsi).orElseGet(OptionalDouble::empty)));
  }

  private static Quality promised(TrainingRun model) {
    Metrics metrics = model.version().evaluation().metrics();
    return new Quality(metrics.rocAuc(), metrics.logLoss());
  }

  private static OptionalDouble largestPsi(Drift drift) {
    return OptionalDouble.of(
        drift.features().stream()
            .filter(feature -> feature.psi() > feature.chance())
            .mapToDouble(FeatureDrift::psi)
            .max()
            .orElse(0));
  }
}
