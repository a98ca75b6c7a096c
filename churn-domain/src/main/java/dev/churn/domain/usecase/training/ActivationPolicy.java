package dev.churn.domain.usecase.training;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Verdict;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.ChampionComparison;
import dev.churn.domain.model.ChampionComparison.Basis;
import dev.churn.domain.model.ChampionComparison.Measured;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.ActivationRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides whether a newly trained model is activated automatically. It must be deployable, nothing
 * must stand in its way, and it must do well enough beside the champion for the organization's
 * rule. A champion stays unless there is proof against it: in a tie, on too few customers, and
 * where no fair comparison is possible.
 */
final class ActivationPolicy {
  private ActivationPolicy() {}

  /**
   * The champion with which the new model was compared.
   *
   * @param isUsable whether the champion can serve
   */
  record Rival(TrainingRun model, ChampionComparison comparison, boolean isUsable) {}

  /**
   * What the decision depends on besides the evaluation and the comparison.
   *
   * @param rule the rule of the organization
   * @param active the current champion. If it is not the rival, it was activated during the
   *     training, and that activation stands
   * @param challengers whether challengers are running
   * @param findings sentences that say why the data is not like the previous one
   * @param isForced whether the user knows of the findings and of the challengers and wants to go
   *     on
   */
  record Situation(
      ActivationRule rule,
      Optional<TrainingRun> active,
      boolean challengers,
      List<String> findings,
      boolean isForced) {
    Situation {
      requireNonNull(rule, "rule");
      requireNonNull(active, "active");
      findings = List.copyOf(findings);
    }
  }

  /**
   * {@return the decision and its reason} Findings about the data do not keep back the first model,
   * since no other could answer; the reason names them.
   *
   * @param evaluation the evaluation of the new model
   * @param rival the champion when the training began, if there was one
   */
  static Activation decide(Evaluation evaluation, Optional<Rival> rival, Situation situation) {
    Optional<ChampionComparison> comparison = rival.map(Rival::comparison);
    Optional<String> obstacle = obstacle(evaluation.verdict(), rival, situation);
    if (obstacle.isPresent()) {
      return no(obstacle.get(), comparison);
    }
    if (rival.isEmpty()) {
      String why = "no other model is active, " + ofThisModel(evaluation.verdict());
      return yes(
          situation.findings().isEmpty() ? why : why + "; " + unexpected(situation), comparison);
    }
    if (!rival.get().isUsable()) {
      return yes(
          "the file of version %d cannot be used, %s"
              .formatted(versionOf(rival.get().model()), ofThisModel(evaluation.verdict())),
          comparison);
    }
    return compared(rival.get().comparison(), situation.rule());
  }

  /** {@return why the model is not activated, whatever the comparison says} */
  private static Optional<String> obstacle(
      Verdict verdict, Optional<Rival> rival, Situation situation) {
    if (!verdict.isDeployable()) {
      return Optional.of(verdict.sentence());
    }
    if (situation.rule() == ActivationRule.BY_HAND) {
      return Optional.of("models of this organization are activated by hand");
    }
    if (situation.active().isPresent()) {
      if (!situation.findings().isEmpty() && !situation.isForced()) {
        return Optional.of(unexpected(situation) + "; send force=true to activate it anyway");
      }
      TrainingRun active = situation.active().get();
      if (rival.filter(other -> other.model().id().equals(active.id())).isEmpty()) {
        return Optional.of(
            "version %d was activated while this model was trained; %s"
                .formatted(
                    versionOf(active),
                    rival
                        .map(
                            other ->
                                "this model was compared with version " + versionOf(other.model()))
                        .orElse("the two were not compared")));
      }
      if (situation.challengers() && !situation.isForced()) {
        return Optional.of(
            "it waits as a candidate while challengers of version %d are running"
                .formatted(versionOf(active)));
      }
    }
    return Optional.empty();
  }

  /** {@return the verdict on a deployable model as the end of a sentence} */
  private static String ofThisModel(Verdict verdict) {
    return switch (verdict.kind()) {
      case BEATS_BASELINE, BEATS_RECENCY -> "and this one " + verdict.sentence();
      case UNPROVEN, NO_BETTER, REJECTED -> "but this one is " + verdict.sentence();
    };
  }

  private static String unexpected(Situation situation) {
    return "the data is not as expected: " + String.join("; ", situation.findings());
  }

  private static Activation compared(ChampionComparison comparison, ActivationRule rule) {
    Optional<ChampionComparison> shown = Optional.of(comparison);
    Optional<Measured> measured = comparison.measured();
    String champion = "version " + comparison.version();
    if (comparison.notComparable().isPresent()) {
      if (measured.filter(ActivationPolicy::isBetter).isPresent()) {
        return yes(
            "better than %s, although that one may know what these customers did. %s"
                .formatted(champion, figures(comparison, measured.get())),
            shown);
      }
      return no(
          "not comparable with %s, because %s"
              .formatted(champion, comparison.notComparable().get()),
          shown);
    }
    String figures = ". " + figures(comparison, measured.orElseThrow());
    return switch (measured.get().verdict().kind()) {
      case BETTER -> yes("better than " + champion + figures, shown);
      case NOT_WORSE ->
          rule == ActivationRule.IF_BETTER
              ? no("not shown to be better than " + champion + figures, shown)
              : yes("not worse than " + champion + figures, shown);
      case EQUAL -> no("practically equal to " + champion + ", which stays" + figures, shown);
      case UNPROVEN ->
          rule == ActivationRule.IF_BETTER
              ? no("not shown to be better than " + champion + figures, shown)
              : no(
                  "cannot yet say whether it is as good as %s: %s%s"
                      .formatted(champion, needed(measured.get()), figures),
                  shown);
      case WORSE -> no("worse than " + champion + figures, shown);
    };
  }

  private static boolean isBetter(Measured measured) {
    return switch (measured.verdict().kind()) {
      case BETTER -> true;
      case NOT_WORSE, EQUAL, UNPROVEN, WORSE -> false;
    };
  }

  private static String needed(Measured measured) {
    String customers =
        String.format(Locale.ROOT, "%,d customers are too few", measured.customers());
    return measured.verdict().customersNeeded().isPresent()
        ? customers
            + String.format(
                Locale.ROOT,
                ", about %,d would be enough",
                measured.verdict().customersNeeded().getAsLong())
        : customers + ", and it looks worse";
  }

  /** {@return what was compared, on whom, and by how much the two differ} */
  private static String figures(ChampionComparison comparison, Measured measured) {
    String champion =
        measured.basis() == Basis.AS_EVALUATED
            ? " (version %d as it was before it learned what they did)"
                .formatted(comparison.version())
            : "";
    return String.format(
        Locale.ROOT,
        "Both predicted the same %,d customers as of %s%s; the new one differs in %s (a higher ROC"
            + " AUC and a lower log-loss are better)",
        measured.customers(),
        days(measured.asOf()),
        champion,
        measured.difference().inWords());
  }

  private static Activation yes(String why, Optional<ChampionComparison> comparison) {
    return new Activation(true, "activated: " + why, comparison);
  }

  private static Activation no(String why, Optional<ChampionComparison> comparison) {
    return new Activation(false, "not activated: " + why, comparison);
  }

  private static int versionOf(TrainingRun model) {
    return model.version().version();
  }

  private static String days(List<LocalDate> days) {
    return days.stream().map(LocalDate::toString).collect(Collectors.joining(", "));
  }
}
