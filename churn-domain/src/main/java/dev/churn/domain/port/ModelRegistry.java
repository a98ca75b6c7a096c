package dev.churn.domain.port;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores the models and deployments of all organizations. */
public interface ModelRegistry {
  /**
   * Adds a model that is to be trained.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id exists already, {@code
   *     NOT_FOUND} if its organization does not exist
   */
  void add(TrainingRun model);

  /**
   * Records that a model has been trained; the deployment does not change. A model that is already
   * trained does not change, so that a repeated training adds no version.
   *
   * @param outcome the outcome; its version is ignored, because the registry assigns the next one
   * @return the model as stored
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the model does not exist
   */
  TrainingRun complete(OrganizationId organization, ModelId id, ModelVersion outcome);

  /**
   * Records that the training of a model failed; a trained model does not change.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the model does not exist
   */
  void fail(OrganizationId organization, ModelId id, TrainingRun.Failed outcome);

  /** {@return a model of this organization, or empty if this organization has no such model} */
  Optional<TrainingRun> find(OrganizationId organization, ModelId id);

  /**
   * {@return those of the given models that this organization has or had, in any order} Deleted
   * models are among them, because their predictions outlive them.
   */
  List<TrainingRun> findEvenDeleted(OrganizationId organization, Set<ModelId> ids);

  /**
   * Deletes a model from all lists; has no effect if it was deleted before. Its version is not
   * assigned again, and the history of activations keeps it.
   *
   * @return whether this call deleted it
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if this organization never had
   *     such a model, {@code CONFLICT} if it is deployed or in training
   */
  boolean delete(OrganizationId organization, ModelId id, Instant at);

  /** {@return the most recently requested model, whatever its outcome} */
  Optional<TrainingRun> findLatest(OrganizationId organization);

  /** {@return the models still in training on a feature table, the latest request first} */
  List<TrainingRun> findInTraining(OrganizationId organization, DatasetId features);

  /**
   * {@return whether a model was or is being trained on a feature table; failed ones do not count}
   */
  boolean refersTo(OrganizationId organization, DatasetId features);

  /** {@return the trained model with the highest version} */
  Optional<TrainingRun> findNewest(OrganizationId organization);

  /** {@return the champion of the organization's deployment} */
  Optional<TrainingRun> findActive(OrganizationId organization);

  /** {@return the deployment of the organization} */
  Deployment deployment(OrganizationId organization);

  /**
   * Replaces the deployment of an organization. If the champion changes, an immutable entry is
   * added to the history of activations. Callers that derive the new deployment from the old one
   * must hold the lock of the organization.
   *
   * @param deployment the new deployment, with a champion
   * @param cause the time of and reason for the change
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if one of its models does not
   *     exist or is not trained; nothing changes then
   */
  void deploy(OrganizationId organization, Deployment deployment, ModelActivation.Cause cause);

  /** {@return the activations of champions, the latest first} */
  Page<ModelActivation> activations(OrganizationId organization, PageRequest page);

  /** {@return models with any outcome, the latest request first} */
  Page<TrainingRun> list(OrganizationId organization, PageRequest page);
}
