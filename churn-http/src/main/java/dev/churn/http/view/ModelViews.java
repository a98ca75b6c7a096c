package dev.churn.http.view;

import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.job.Job;
import dev.churn.domain.model.Model;
import dev.churn.domain.usecase.serving.ServedModels;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Models and trainings as answers show them: every field always there, null where unknown. */
public final class ModelViews {
  /** The specification's shape: UTC, whole seconds, no offset. */
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ModelViews() {}

  /** {@return how the last training stands} */
  public static Map<String, Object> status(Optional<Model> model, Optional<Job> job) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("status", model.map(ModelViews::statusOf).orElse("not_started"));
    view.put("model_type", model.map(m -> m.knownType().id()).orElse(null));
    view.put("requested_model_type", model.map(m -> m.type().id()).orElse(null));
    putOutcome(view, model);
    view.put("model_id", model.map(m -> m.id().toString()).orElse(null));
    view.put("dataset_id", model.map(m -> m.features().toString()).orElse(null));
    view.put("job_id", job.map(j -> j.id().toString()).orElse(null));
    view.put("progress", job.map(Job::progress).orElse(null));
    return view;
  }

  /** Which models should serve, and which do. */
  public record Serving(Deployment deployment, ServedModels.State state) {
    boolean isActive(Model model) {
      return deployment.champion().equals(Optional.of(model.id()));
    }

    boolean isServing(Model model) {
      return state.champion().equals(Optional.of(model.id()));
    }
  }

  /** {@return a role's name in answers} */
  public static String name(ModelRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /** {@return one model of the registry, with all of its evaluation and origin} */
  public static Map<String, Object> details(Model model, Serving serving) {
    Map<String, Object> view = model(model, serving);
    EvaluationViews.putDetails(view, trained(Optional.of(model)).map(Model.Trained::evaluation));
    view.put("provenance", ProvenanceView.of(model).orElse(null));
    return view;
  }

  /** {@return one model of the registry, as lists show it} */
  public static Map<String, Object> model(Model model, Serving serving) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model_id", model.id().toString());
    view.put("model_type", model.knownType().id());
    view.put("requested_model_type", model.type().id());
    view.put("status", statusOf(model));
    view.put("active", serving.isActive(model));
    view.put("serving", serving.isServing(model));
    view.put("file_error", serving.state().refusals().get(model.id()));
    view.put("activation", activation(model));
    view.put("dataset_id", model.features().toString());
    view.put("requested_at", model.requestedAt().toString());
    putOutcome(view, Optional.of(model));
    return view;
  }

  private static Map<String, Object> activation(Model model) {
    if (!(model.outcome() instanceof Model.Trained trained)) {
      return null;
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("activated", trained.activation().activated());
    view.put("reason", trained.activation().reason());
    return view;
  }

  private static String statusOf(Model model) {
    if (model.outcome() instanceof Model.Trained) {
      return "completed";
    }
    return model.outcome() instanceof Model.Failed ? "failed" : "training";
  }

  private static void putOutcome(Map<String, Object> view, Optional<Model> model) {
    Optional<Model.Trained> trained = trained(model);
    Optional<Evaluation> evaluation = trained.map(Model.Trained::evaluation);
    Optional<Metrics> metrics = evaluation.map(Evaluation::metrics);
    view.put("accuracy", metrics.map(Metrics::accuracy).orElse(null));
    view.put("precision", metrics.map(Metrics::precision).orElse(null));
    view.put("recall", metrics.map(Metrics::recall).orElse(null));
    view.put("f1_score", metrics.map(Metrics::f1Score).orElse(null));
    view.put("roc_auc", metrics.map(Metrics::rocAuc).orElse(null));
    view.put("training_samples", trained.map(Model.Trained::trainingSamples).orElse(null));
    view.put("churn_rate", trained.map(Model.Trained::churnRate).orElse(null));
    view.put("trained_at", trained.map(t -> seconds(t.trainedAt())).orElse(null));
    view.put("error_message", model.map(ModelViews::reason).orElse(null));
    view.put("version", trained.map(Model.Trained::version).orElse(null));
    view.put("pr_auc", metrics.map(Metrics::prAuc).orElse(null));
    view.put("log_loss", metrics.map(Metrics::logLoss).orElse(null));
    view.put("brier", metrics.map(Metrics::brier).orElse(null));
    view.put("expected_calibration_error", metrics.map(Metrics::calibrationError).orElse(null));
    view.put("top_decile_lift", metrics.map(Metrics::topDecileLift).orElse(null));
    view.put(
        "roc_auc_interval",
        metrics.map(m -> EvaluationViews.ends(m.rocAucInterval())).orElse(null));
    view.put("baseline_roc_auc", evaluation.map(Evaluation::recencyRocAuc).orElse(null));
    view.put(
        "evaluation_method",
        evaluation.map(e -> e.method().name().toLowerCase(Locale.ROOT)).orElse(null));
    view.put("test_samples", evaluation.map(Evaluation::testSamples).orElse(null));
    view.put("test_churn_rate", evaluation.map(Evaluation::churnRate).orElse(null));
    view.put(
        "verdict", evaluation.map(Evaluation::verdict).map(EvaluationViews::verdict).orElse(null));
    view.put("parameters", trained.map(t -> new TreeMap<>(t.parameters())).orElse(null));
  }

  private static Optional<Model.Trained> trained(Optional<Model> model) {
    return model
        .map(Model::outcome)
        .filter(Model.Trained.class::isInstance)
        .map(Model.Trained.class::cast);
  }

  private static String reason(Model model) {
    return model.outcome() instanceof Model.Failed failed ? failed.reason() : null;
  }

  private static String seconds(Instant instant) {
    return SECONDS.format(instant);
  }
}
