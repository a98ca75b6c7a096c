package dev.churn.http.route;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.usecase.monitoring.ShowMonitoring;
import dev.churn.http.access.Access;
import dev.churn.http.request.Requests;
import dev.churn.http.view.MonitoringView;
import io.javalin.http.Context;

/** Shows how good predictions turned out to be, and feature drift. */
public final class MonitoringRoutes {
  private final ShowMonitoring monitoring;

  public MonitoringRoutes(Churn churn) {
    this.monitoring = churn.monitoring();
  }

  public void register(Routes all) {
    Routes routes = all.ofTargets();
    routes.get(Routes.ORGANIZATION + "/monitoring", Access.READ, this::show);
  }

  private void show(Context ctx) {
    Requests.json(ctx, MonitoringView.of(monitoring.show(Requests.organization(ctx))));
  }
}
