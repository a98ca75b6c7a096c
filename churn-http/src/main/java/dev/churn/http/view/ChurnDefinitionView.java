package dev.churn.http.view;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.definition.ReturnRate.Return;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What may count as churn in a dataset, as answers show it. */
public record ChurnDefinitionView(
    String datasetId,
    LocalDate firstEventDate,
    LocalDate asOf,
    int activeWindowDays,
    List<SilenceView> returnRates,
    OptionalInt falseAlarmDays,
    List<HorizonView> horizons,
    Optional<ProposalView> proposal,
    String reason) {
  /** How many customers come back after some days of silence. */
  public record SilenceView(int silentDays, long customers, List<ReturnView> returns) {}

  /** The shares that come back within some days. */
  public record ReturnView(int withinDays, double returnRate, double returnRateOnReaching) {
    static ReturnView of(Return returns) {
      return new ReturnView(returns.withinDays(), returns.rate(), returns.rateOnReaching());
    }
  }

  /** A horizon that the organization may choose. */
  public record HorizonView(
      int horizonDays,
      int snapshots,
      long customers,
      long churners,
      OptionalDouble falseAlarmRate) {}

  /** Settings of the organization that are proposed. */
  public record ProposalView(int churnThresholdDays, int activeWindowDays) {}

  public static ChurnDefinitionView of(DatasetId dataset, ChurnDefinition definition) {
    return new ChurnDefinitionView(
        dataset.toString(),
        definition.firstDay(),
        definition.asOf(),
        definition.activeWindowDays(),
        definition.returnRates().stream()
            .map(
                rate ->
                    new SilenceView(
                        rate.silentDays(),
                        rate.customers(),
                        rate.returns().stream().map(ReturnView::of).toList()))
            .toList(),
        definition.followUpDays(),
        definition.horizons().stream()
            .map(
                horizon ->
                    new HorizonView(
                        horizon.days(),
                        horizon.snapshots(),
                        horizon.customers(),
                        horizon.churners(),
                        horizon.falseAlarmRate()))
            .toList(),
        definition
            .proposal()
            .map(proposal -> new ProposalView(proposal.horizonDays(), proposal.activeWindowDays())),
        definition.reason());
  }
}
