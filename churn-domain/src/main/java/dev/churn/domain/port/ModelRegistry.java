package dev.churn.domain.port;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.model.Model;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.util.List;
import java.util.Optional;

/** What is known of the models of every organization. */
public interface ModelRegistry {
  /**
   * Adds a model that is to be trained.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id is taken, {@code
   *     NOT_FOUND} if its organization is not there
   */
  void add(Model model);

  /**
   * Notes that a model has been trained; which models serve stays as it is. A model that has been
   * trained before stays as it is too, so that a repeated training adds no version.
   *
   * @param outcome its version is ignored: the registry gives the next one
   * @return the model as it now stands
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  Model complete(OrganizationId organization, ModelId id, Model.Trained outcome);

  /**
   * Notes that the training of a model failed; one that has been trained before stays as it is.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  void fail(OrganizationId organization, ModelId id, Model.Failed outcome);

  /** {@return a model of this organization; those of others are not found} */
  Optional<Model> find(OrganizationId organization, ModelId id);

  /** {@return the model that was requested last, whatever became of it} */
  Optional<Model> findLatest(OrganizationId organization);

  /** {@return the models that are still to learn from a feature table, the latest request first} */
  List<Model> findInTraining(OrganizationId organization, DatasetId features);

  /** {@return the trained model with the highest version} */
  Optional<Model> findNewest(OrganizationId organization);

  /** {@return the champion of the organization's deployment} */
  Optional<Model> findActive(OrganizationId organization);

  /** {@return which models serve the organization} */
  Deployment deployment(OrganizationId organization);

  /**
   * Lets other models serve. If the champion becomes another, that is added to the history of
   * activations, once and for all. What is decided on the deployment as it was needs a lock on the
   * organization.
   *
   * @param deployment with a champion
   * @param cause when and why
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if one of its models is not
   *     there or not trained; nothing then changes
   */
  void deploy(OrganizationId organization, Deployment deployment, ModelActivation.Cause cause);

  /** {@return which models became champion, the latest first} */
  Page<ModelActivation> activations(OrganizationId organization, PageRequest page);

  /** {@return models whatever became of them, the latest request first} */
  Page<Model> list(OrganizationId organization, PageRequest page);
}
