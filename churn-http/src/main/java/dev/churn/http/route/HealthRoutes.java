package dev.churn.http.route;

import dev.churn.domain.FieldError;
import dev.churn.domain.embed.Churn;
import dev.churn.http.access.Access;
import dev.churn.http.problem.ProblemType;
import dev.churn.http.problem.Problems;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Reports whether the process runs, and whether database and storage answer. */
public final class HealthRoutes {
  private final Churn churn;

  public HealthRoutes(Churn churn) {
    this.churn = churn;
  }

  public void register(Routes routes) {
    routes.open("/health/live", Access.PUBLIC, ctx -> Requests.json(ctx, Map.of("status", "up")));
    routes.open("/health/ready", Access.PUBLIC, this::ready);
  }

  private void ready(Context ctx) {
    List<FieldError> down = churn.health().problems();
    if (down.isEmpty()) {
      Requests.json(
          ctx,
          Map.of(
              "status",
              "ready",
              "background_faults",
              churn.health().faults(),
              "dropped_predictions",
              churn.health().droppedPredictions()));
    } else {
      Problems.answer(
          ctx, ProblemType.UNAVAILABLE, "Something that the server needs does not answer", down);
    }
  }
}
