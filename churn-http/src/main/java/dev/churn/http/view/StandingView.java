package dev.churn.http.view;

import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelStanding;
import dev.churn.domain.model.Requester;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a trained model.
 *
 * @param activatedAt when the model became champion the last time
 * @param activatedBy who asked for that, if known
 * @param activationReason why
 * @param replacedByVersion the version that replaced it as champion
 */
public record StandingView(
    String state,
    Optional<Instant> activatedAt,
    Optional<String> activatedBy,
    Optional<String> activationReason,
    Optional<Integer> replacedByVersion,
    Optional<Instant> replacedAt,
    Optional<String> replacedBecause) {
  public static StandingView of(ModelStanding standing) {
    Optional<ModelActivation.Cause> cause = standing.activation().map(ModelActivation::cause);
    return new StandingView(
        Texts.of(standing.state()),
        cause.map(ModelActivation.Cause::at),
        cause.flatMap(ModelActivation.Cause::by).map(Requester::name),
        cause.map(ModelActivation.Cause::reason),
        standing.replacement().map(ModelActivation::version),
        standing.replacement().map(ModelActivation::cause).map(ModelActivation.Cause::at),
        standing.replacement().map(ModelActivation::cause).map(ModelActivation.Cause::reason));
  }
}
