package dev.churn.http;

import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.organization.ManageTargets;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.features.event.EventFields;
import dev.churn.http.request.Json;
import dev.churn.http.request.PredictionReader;
import dev.churn.http.request.PredictionRequest;
import dev.churn.http.view.PredictionView;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the first predictions on its own thread: it reads the models that serve and loads the
 * classes that a prediction needs. Without it the first caller would wait for that. A prediction
 * that comes before it has ended does not wait for it.
 */
final class WarmUp implements AutoCloseable {
  /**
   * How many organizations to prepare, with their targets; models of others are read on demand, in
   * milliseconds.
   */
  private static final int ORGANIZATIONS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final long PATIENCE_MILLIS = 5_000;
  private static final String BODY =
      """
      {"customer_id": "nobody", "as_of": "2024-03-01", "transactions": [
        {"event_date": "2024-01-15", "amount": 150.5, "event_type": "purchase"},
        {"event_date": "2024-02-20T10:30:00Z"}]}
      """;

  private final ManageOrganizations organizations;
  private final ManageTargets targets;
  private final PredictChurn predictions;
  private final Thread thread = new Thread(this::run, "warm-up");
  private volatile boolean ends;

  private WarmUp(
      ManageOrganizations organizations, ManageTargets targets, PredictChurn predictions) {
    this.organizations = organizations;
    this.targets = targets;
    this.predictions = predictions;
  }

  /** {@return a warm-up that has been started} */
  static WarmUp begin(
      ManageOrganizations organizations, ManageTargets targets, PredictChurn predictions) {
    var warmUp = new WarmUp(organizations, targets, predictions);
    warmUp.thread.setDaemon(true);
    warmUp.thread.start();
    return warmUp;
  }

  private void run() {
    try {
      for (var organization : organizations.list(new PageRequest(ORGANIZATIONS, 0)).items()) {
        if (!ends) {
          prepare(organization.id());
          targets.list(organization.id()).forEach(target -> prepare(target.id()));
        }
      }
    } catch (RuntimeException e) {
      // The same failure is reported to the caller of the next prediction.
      LOG.debug("The warm-up ended early", e);
    }
  }

  private void prepare(OrganizationId organization) {
    PredictionRequest request =
        PredictionReader.read(
                BODY.getBytes(StandardCharsets.UTF_8), new EventFields(), ZoneOffset.UTC)
            .orElseThrow();
    try {
      predictions
          .rehearse(organization, request.customerId(), request.transactions())
          .ifPresent(
              prediction ->
                  Json.write(PredictionView.of(request.customerId(), prediction, List.of())));
    } catch (RuntimeException e) {
      LOG.debug("Organization {} could not be prepared", organization, e);
    }
  }

  /** Ends the warm-up early and waits until it has ended. */
  @Override
  public void close() {
    ends = true;
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
