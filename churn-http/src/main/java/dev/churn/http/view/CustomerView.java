package dev.churn.http.view;

import dev.churn.domain.usecase.scoring.ShowCustomer.Customer;
import dev.churn.domain.usecase.scoring.ShowCustomer.KnownEvents;
import dev.churn.domain.usecase.scoring.ShowPredictions.Origins;
import dev.churn.http.view.PredictionViews.CustomerPredictionView;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What is known of one customer, as answers show it. */
public record CustomerView(
    String customerId,
    Optional<CustomerPredictionView> latestPrediction,
    List<String> reasons,
    Optional<EventsView> events,
    List<CustomerPredictionView> history) {
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

  public static CustomerView of(Customer customer, Origins origins, PredictionViews views) {
    List<CustomerPredictionView> history =
        customer.history().stream().map(p -> views.prediction(p, origins)).toList();
    return new CustomerView(
        customer.id(),
        history.stream().findFirst(),
        customer.reasons(),
        customer.events().map(EventsView::of),
        history);
  }
}
