package dev.churn.http.view;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.usecase.scoring.ShowCustomer.Customer;
import dev.churn.domain.usecase.scoring.ShowCustomer.KnownEvents;
import dev.churn.domain.usecase.scoring.ShowPredictions.Origins;
import dev.churn.http.view.PredictionViews.CustomerPredictionView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What is known of one customer, as answers show it. */
public record CustomerView(
    String customerId,
    Optional<CustomerPredictionView> latestPrediction,
    List<String> reasons,
    Optional<EventsView> events,
    List<CustomerPredictionView> history,
    List<CallView> calls) {
  /** The events of a customer in the latest dataset. */
  public record EventsView(
      String datasetId,
      int count,
      LocalDate firstEventDate,
      LocalDate lastEventDate,
      int amountCount,
      double totalAmount) {
    static EventsView of(KnownEvents events) {
      return new EventsView(
          events.dataset().toString(),
          events.count(),
          events.first(),
          events.last(),
          events.amounts(),
          events.totalAmount());
    }
  }

  /** An answer of a single call. */
  public record CallView(
      LocalDate asOf,
      Instant predictedAt,
      double churnProbability,
      String riskSegment,
      Optional<String> customerState,
      Optional<Integer> daysSilent,
      String modelId,
      int modelVersion) {
    static CallView of(LoggedPrediction call) {
      return new CallView(
          call.asOf(),
          call.createdAt(),
          call.probability().value(),
          call.probability().segment().label(),
          call.activity().map(activity -> Texts.of(activity.state())),
          call.activity().map(CustomerActivity::daysSilent),
          call.model().toString(),
          call.modelVersion());
    }
  }

  public static CustomerView of(Customer customer, Origins origins, PredictionViews views) {
    List<CustomerPredictionView> history =
        customer.history().stream().map(p -> views.prediction(p, origins)).toList();
    return new CustomerView(
        customer.id(),
        history.stream().findFirst(),
        customer.reasons(),
        customer.events().map(EventsView::of),
        history,
        customer.calls().stream().map(CallView::of).toList());
  }
}
