package dev.churn.http.route;

import dev.churn.http.access.Access;
import dev.churn.http.metrics.Metrics;
import dev.churn.http.metrics.MetricsServer;
import io.javalin.http.Context;

/** Serves the metrics of the server, unless they have a port of their own. */
public final class MetricsRoutes {
  private final Metrics metrics;

  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  public void register(Routes routes) {
    if (!metrics.haveOwnPort()) {
      routes.open(MetricsServer.PATH, Access.OPERATOR, this::scrape);
    }
  }

  private void scrape(Context ctx) {
    ctx.contentType(Metrics.CONTENT_TYPE).result(metrics.scrape());
  }
}
