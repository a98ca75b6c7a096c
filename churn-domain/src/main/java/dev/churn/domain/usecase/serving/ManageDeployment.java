package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.deployment.CustomerSlots;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes and shows the deployment of an organization, and shows the history of champions. */
public final class ManageDeployment {
  /** The maximum number of challengers and shadows; every shadow adds a prediction to each call. */
  public static final int MAX_OTHERS = 20;

  private final Organizations organizations;
  private final ModelRegistry registry;
  private final Transactions transactions;
  private final ModelFiles files;
  private final ServedModels served;
  private final InstantSource clock;

  public ManageDeployment(
      Organizations organizations,
      ModelRegistry registry,
      Transactions transactions,
      ModelArtifacts artifacts,
      ModelCodec codec,
      ServedModels served,
      InstantSource clock) {
    this.organizations = organizations;
    this.registry = registry;
    this.transactions = transactions;
    this.files = new ModelFiles(artifacts, codec);
    this.served = served;
    this.clock = clock;
  }

  /** {@return the current deployment} */
  public Deployment show(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    return registry.deployment(organization);
  }

  /** {@return the activations of champions, the latest first} */
  public Page<ModelActivation> history(OrganizationId organization, PageRequest page) {
    Lookup.organization(organizations, organization);
    return registry.activations(organization, page);
  }

  /**
   * Makes a trained model the champion and removes it from any other role. A former champion can be
   * activated again; if the model is the champion already, nothing changes or is recorded.
   *
   * @return the model
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such model,
   *     {@link ErrorCode#CONFLICT} if it is not trained or its file cannot be used
   */
  public TrainingRun activate(OrganizationId organization, ModelId id, Optional<Requester> by) {
    Lookup.organization(organizations, organization);
    TrainingRun model = Lookup.model(registry, organization, id);
    unusable(model)
        .ifPresent(
            problem -> {
              throw new ChurnException(
                  ErrorCode.CONFLICT, "Model %s cannot be activated: %s".formatted(id, problem));
            });
    transactions.run(
        () -> {
          organizations.lock(organization);
          Deployment current = registry.deployment(organization);
          if (!current.champion().equals(Optional.of(id))) {
            registry.deploy(organization, current.withChampion(id), cause(by, "activated by hand"));
          }
        });
    served.renew(organization);
    return model;
  }

  /** {@return the reason why a model cannot serve, or empty if it can} */
  private Optional<String> unusable(TrainingRun model) {
    if (model.outcome() instanceof TrainingRun.InTraining) {
      return Optional.of("expected a trained model, found that it is still being trained");
    }
    if (model.outcome() instanceof TrainingRun.Failed failed) {
      return Optional.of(
          "expected a trained model, found that its training failed: " + failed.reason());
    }
    try {
      files.load(model);
      return Optional.empty();
    } catch (ChurnException e) {
      if (!e.code().meansUnusableFile()) {
        throw e;
      }
      return Optional.of("its file cannot be used: " + e.getMessage());
    }
  }

  /**
   * Replaces the deployment.
   *
   * @return the deployment as stored
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} and all invalid fields: a model
   *     that does not exist or cannot serve, a model with two roles, shares that are too small or
   *     leave nothing to the champion, or more than {@link #MAX_OTHERS} challengers and shadows
   */
  public Deployment change(
      OrganizationId organization, DeploymentRequest request, Optional<Requester> by) {
    Lookup.organization(organizations, organization);
    List<FieldError> errors = new ArrayList<>();
    int others = request.challengers().size() + request.shadows().size();
    if (others > MAX_OTHERS) { // skip the checks of each model
      errors.add(
          new FieldError(
              "shadows",
              "expected %d challengers and shadows at most, found %d"
                  .formatted(MAX_OTHERS, others)));
    } else {
      checkShares(request.challengers(), errors);
      checkModels(organization, request, errors);
    }
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "The deployment was not changed: expected trained models of this organization, each in one"
              + " role, and shares that leave customers to the champion",
          errors);
    }
    Map<ModelId, Double> shares = new LinkedHashMap<>();
    request.challengers().forEach(challenger -> shares.put(challenger.model(), challenger.share()));
    Deployment deployment =
        transactions.call(
            () -> {
              organizations.lock(organization);
              Deployment changed =
                  registry
                      .deployment(organization)
                      .withChampion(request.champion())
                      .withOthers(shares, request.shadows());
              registry.deploy(organization, changed, cause(by, "made champion of the deployment"));
              return changed;
            });
    served.renew(organization);
    return deployment;
  }

  private static void checkShares(
      List<DeploymentRequest.Challenger> challengers, List<FieldError> errors) {
    double least = 1.0 / CustomerSlots.COUNT;
    double sum = 0;
    int slots = 0;
    for (int i = 0; i < challengers.size(); i++) {
      double share = challengers.get(i).share();
      if (!(share >= least && share < 1)) {
        errors.add(
            FieldError.ofItem(
                "challenger",
                i,
                "share",
                "expected a share of at least %s and below 1, found %s".formatted(least, share)));
        return;
      }
      sum += share;
      slots += Deployment.slotsOf(share);
    }
    if (sum >= 1 || slots >= CustomerSlots.COUNT) {
      errors.add(
          new FieldError(
              "challengers",
              "expected shares that add up to less than 1, so that some customers are left to the"
                  + " champion, found "
                  + sum));
    }
  }

  private void checkModels(
      OrganizationId organization, DeploymentRequest request, List<FieldError> errors) {
    Set<ModelId> seen = new HashSet<>();
    check(organization, request.champion(), seen)
        .ifPresent(problem -> errors.add(new FieldError("champion", problem)));
    for (int i = 0; i < request.challengers().size(); i++) {
      int index = i;
      check(organization, request.challengers().get(i).model(), seen)
          .ifPresent(
              problem -> errors.add(FieldError.ofItem("challenger", index, "model", problem)));
    }
    for (int i = 0; i < request.shadows().size(); i++) {
      int index = i;
      check(organization, request.shadows().get(i), seen)
          .ifPresent(problem -> errors.add(FieldError.ofItem("shadow", index, problem)));
    }
  }

  /** {@return the reason why a model cannot have the role, or empty if it can} */
  private Optional<String> check(OrganizationId organization, ModelId id, Set<ModelId> seen) {
    return seen.add(id)
        ? registry
            .find(organization, id)
            .map(this::unusable)
            .orElseGet(() -> Optional.of("expected a model of this organization, found " + id))
        : Optional.of("expected a model without another role, found %s again".formatted(id));
  }

  private Cause cause(Optional<Requester> by, String reason) {
    return new Cause(clock.instant(), by, reason);
  }
}
