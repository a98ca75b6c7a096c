package dev.churn.domain.usecase.training;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.Plural;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.NonInferiorityVerdict;
import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.EventTypeNames;
import dev.churn.domain.model.ChampionComparison;
import dev.churn.domain.model.ChampionComparison.Basis;
import dev.churn.domain.model.ChampionComparison.Measured;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.usecase.serving.ChurnDefinitionMismatch;
import dev.churn.domain.usecase.serving.ModelFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The champion when a training begins, in the form in which the new model is compared with it. Only
 * a model that actually served or was evaluated is compared, never one trained for the purpose on
 * the new rows.
 *
 * @param model the champion
 * @param predictor its form to compare with; empty if there is none
 * @param basis which form that is; present exactly with {@code predictor}
 * @param notComparable the reason why no fair comparison is possible, to follow "because"
 * @param isUsable whether the champion's file can be used, so that it can serve
 */
record Opponent(
    TrainingRun model,
    Optional<Predictor> predictor,
    Optional<Basis> basis,
    Optional<String> notComparable,
    boolean isUsable) {
  Opponent {
    requireNonNull(model, "model");
    requireNonNull(predictor, "predictor");
    requireNonNull(basis, "basis");
    requireNonNull(notComparable, "notComparable");
  }

  /**
   * {@return the champion as the opponent of a model that is about to be trained}
   *
   * @throws ChurnException if storage does not respond
   */
  static Opponent of(TrainingRun champion, TrainingRecord training, ModelFiles files) {
    Predictor serving;
    try {
      serving = files.load(champion);
    } catch (ChurnException e) {
      if (!e.code().meansUnusableFile()) {
        throw e; // storage may respond when the job is retried
      }
      return new Opponent(
          champion,
          Optional.empty(),
          Optional.empty(),
          Optional.of("its file cannot be used"),
          false);
    }
    Optional<String> difference = differentQuestion(champion, serving, training);
    if (difference.isPresent()) {
      return new Opponent(champion, Optional.empty(), Optional.empty(), difference, true);
    }
    Optional<Provenance> provenance = champion.version().provenance();
    if (provenance.filter(training::isNewTo).isPresent()) {
      return fair(champion, serving, Basis.SERVING);
    }
    if (training.wasNewTo(champion.version())) {
      Optional<Predictor> evaluated = evaluated(champion, files);
      if (evaluated.isPresent()) {
        return fair(champion, evaluated.get(), Basis.AS_EVALUATED);
      }
    }
    return new Opponent(
        champion,
        Optional.of(serving),
        Optional.of(Basis.MAY_KNOW_LABELS),
        Optional.of(whatItKnows(provenance, training)),
        true);
  }

  private static Opponent fair(TrainingRun champion, Predictor predictor, Basis basis) {
    return new Opponent(
        champion, Optional.of(predictor), Optional.of(basis), Optional.empty(), true);
  }

  private static Optional<Predictor> evaluated(TrainingRun champion, ModelFiles files) {
    try {
      return files.loadEvaluated(champion);
    } catch (ChurnException e) {
      if (!e.code().meansUnusableFile()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** {@return how the champion's question differs from that of the new model, if it does} */
  private static Optional<String> differentQuestion(
      TrainingRun champion, Predictor serving, TrainingRecord training) {
    if (!ActivityTypes.areSame(
        serving.featureDefinition().activityEventTypes(),
        training.set().definition().activityEventTypes())) {
      return Optional.of("it counts other event types as activity");
    }
    Set<String> leftBy = serving.featureDefinition().churnEventTypes();
    Set<String> leavesBy = training.set().definition().churnEventTypes();
    if (!ActivityTypes.areSame(leftBy, leavesBy)) {
      return Optional.of(
          "it predicts churn by %s, and the new one churn by %s"
              .formatted(
                  ChurnDefinitionMismatch.inWords(leftBy),
                  ChurnDefinitionMismatch.inWords(leavesBy)));
    }
    List<String> unseen = new ArrayList<>(serving.featureDefinition().watchedEventTypes());
    unseen.removeAll(training.set().definition().watchedEventTypes());
    if (!unseen.isEmpty()) {
      return Optional.of(
          "it learned from the event types %s, which the new table does not watch"
              .formatted(EventTypeNames.of(unseen)));
    }
    Optional<Provenance> known = champion.version().provenance();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Provenance theirs = known.get();
    Provenance ours = training.provenance();
    if (theirs.labelsFromFile() != ours.labelsFromFile()) {
      return Optional.of(
          theirs.labelsFromFile()
              ? "it predicts the labels of a file, and the new one inactivity"
              : "it predicts inactivity, and the new one the labels of a file");
    }
    if (!theirs.labelsFromFile() && theirs.horizonDays() != ours.horizonDays()) {
      return Optional.of(
          "it predicts churn within %s, and the new one within %d"
              .formatted(Plural.of(theirs.horizonDays(), "day"), ours.horizonDays()));
    }
    return Optional.empty();
  }

  private static String whatItKnows(Optional<Provenance> theirs, TrainingRecord training) {
    List<LocalDate> judgedOn = training.judgedOn();
    return theirs
        .map(
            known ->
                known
                    .knowsUntil()
                    .map(
                        day ->
                            "its labels reach to %s and the evaluation day is %s"
                                .formatted(day, Collections.min(judgedOn)))
                    .orElse("it learned labels of a file, which may describe any day"))
        .orElse("it is not recorded from which days it learned");
  }

  /** {@return the comparison of the evaluated new model with this opponent} */
  ChampionComparison compared(
      Optional<Comparison> difference, Evaluation evaluation, List<LocalDate> judgedOn) {
    return new ChampionComparison(
        model.version().version(),
        difference.flatMap(
            numbers ->
                basis.map(
                    form ->
                        new Measured(
                            form,
                            judgedOn,
                            evaluation.testSamples(),
                            numbers,
                            NonInferiorityVerdict.of(
                                numbers,
                                evaluation.metrics().logLoss() - numbers.logLossDifference(),
                                evaluation.testSamples())))),
        notComparable);
  }
}
