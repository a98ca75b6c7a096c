package dev.churn.http.route;

import dev.churn.domain.Remedy;
import dev.churn.http.request.RequestTarget;
import io.javalin.http.Context;

/** Says which route takes the step that helps after an error. */
public final class Hints {
  private Hints() {}

  /** {@return method and path, with the ids of the request and of the remedy in it} */
  public static String of(Remedy remedy, Context ctx) {
    String path =
        switch (remedy.action()) {
          case PROCESS_DATASET -> with(remedy, "{dataset_id}", DatasetRoutes.PROCESS);
          case TRAIN_MODEL -> ModelRoutes.TRAIN;
          case ACTIVATE_MODEL -> with(remedy, "{model_id}", DeploymentRoutes.ACTIVATE);
        };
    String organization = ctx.pathParamMap().getOrDefault("org_id", "{org_id}");
    return "POST " + RequestTarget.in(ctx, path.replace("{org_id}", organization));
  }

  private static String with(Remedy remedy, String parameter, String path) {
    return remedy.subject().map(id -> path.replace(parameter, id.toString())).orElse(path);
  }
}
