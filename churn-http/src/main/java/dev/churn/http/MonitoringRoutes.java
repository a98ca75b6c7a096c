package dev.churn.http;

import dev.churn.domain.usecase.ShowMonitoring;
import io.javalin.http.Context;

/** Shows what became of predictions. */
final class MonitoringRoutes {
  private final ShowMonitoring monitoring;

  MonitoringRoutes(Services services) {
    this.monitoring = services.monitoring();
  }

  void register(Routes routes) {
    routes.get(ChurnApi.ORGANIZATION + "/monitoring", this::show);
  }

  private void show(Context ctx) {
    Requests.json(ctx, MonitoringViews.of(monitoring.show(Requests.organization(ctx))));
  }
}
