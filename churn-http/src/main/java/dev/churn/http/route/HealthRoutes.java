package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.http.problem.ProblemType;
import dev.churn.http.problem.Problems;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports whether the process runs, and whether database and storage answer. */
public final class HealthRoutes {
  private static final ObjectKey PROBE = new ObjectKey(Bucket.DATASETS, "org_health/probe");

  private final Services services;

  public HealthRoutes(Services services) {
    this.services = services;
  }

  public void register(Routes routes) {
    routes.open("/health/live", ctx -> Requests.json(ctx, Map.of("status", "up")));
    routes.open("/health/ready", this::ready);
  }

  private void ready(Context ctx) {
    List<FieldError> down = new ArrayList<>();
    check("database", down, services.databasePing());
    check("storage", down, () -> services.objects().size(PROBE));
    if (down.isEmpty()) {
      Requests.json(ctx, Map.of("status", "ready"));
    } else {
      Problems.answer(
          ctx, ProblemType.UNAVAILABLE, "Something that the server needs does not answer", down);
    }
  }

  private static void check(String name, List<FieldError> down, Runnable question) {
    try {
      question.run();
    } catch (ChurnException e) {
      down.add(new FieldError(name, e.getMessage()));
    }
  }
}
