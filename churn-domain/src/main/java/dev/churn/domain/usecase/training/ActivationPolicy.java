package dev.churn.domain.usecase.training;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Verdict;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.TrainingRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides whether a newly trained model is activated automatically: it must be deployable, and not
 * worse than the incumbent.
 */
final class ActivationPolicy {
  private ActivationPolicy() {}

  /**
   * The incumbent with which the new model was compared.
   *
   * @param comparison the new model minus the incumbent
   */
  record Rival(TrainingRun model, Comparison comparison) {}

  /**
   * {@return the decision and its reason}
   *
   * @param evaluation the evaluation of the new model
   * @param judgedOn the as-of dates of the evaluation rows
   * @param rival the incumbent when the training began, if there was one
   * @param active the current champion. If it is not the rival, it was activated during the
   *     training, and that activation stands
   */
  static Activation decide(
      Evaluation evaluation,
      List<LocalDate> judgedOn,
      Optional<Rival> rival,
      Optional<TrainingRun> active) {
    Verdict verdict = evaluation.verdict();
    if (!verdict.isDeployable()) {
      return no(verdict.sentence());
    }
    if (active.isEmpty()) {
      return yes("no other model is; " + verdict.sentence());
    }
    int version = versionOf(active.get());
    if (rival.isEmpty() || !rival.get().model().id().equals(active.get().id())) {
      return no(
          "version %d was made the active one while this was trained, and %s"
              .formatted(
                  version,
                  rival
                      .map(other -> "it was compared with version " + versionOf(other.model()))
                      .orElse("the two were not compared")));
    }
    Comparison comparison = rival.get().comparison();
    String figures =
        "version %d on %s (%s)".formatted(version, days(judgedOn), comparison.inWords());
    return comparison.isNotWorse() ? yes("not worse than " + figures) : no("worse than " + figures);
  }

  private static Activation yes(String why) {
    return new Activation(true, "activated: " + why);
  }

  private static Activation no(String why) {
    return new Activation(false, "not activated: " + why);
  }

  private static int versionOf(TrainingRun model) {
    return model.version().version();
  }

  private static String days(List<LocalDate> days) {
    return (days.size() == 1 ? "the snapshot of " : "the snapshots of ")
        + days.stream().map(LocalDate::toString).collect(Collectors.joining(", "));
  }
}
