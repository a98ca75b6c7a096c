package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.serving.Serving.Challenger;
import dev.churn.domain.usecase.serving.Serving.ServedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the models of one deployment. A model whose file cannot be used is omitted, and this is
 * logged: the champion is replaced by the most recent usable former champion, a challenger's
 * customers go to the champion, and a shadow is missing.
 */
public final class ServingLoader {
  /** The time before an unusable file is tried again; it may have been repaired. */
  public static final Duration RETRY = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(ServingLoader.class.getName());
  private static final int HISTORY_PAGE = 50;

  private final ModelRegistry registry;
  private final ModelFiles files;
  private final OrganizationId organization;
  private final Optional<Serving> before;
  private final Instant now;
  private final Map<ModelId, UnusableModel> refusals = new HashMap<>();

  /**
   * Creates a loader.
   *
   * @param before the models that served so far; they are reused without reading their files again
   */
  public ServingLoader(
      ModelRegistry registry,
      ModelFiles files,
      OrganizationId organization,
      Optional<Serving> before,
      Instant now) {
    this.registry = registry;
    this.files = files;
    this.organization = organization;
    this.before = before;
    this.now = now;
  }

  /**
   * {@return the deployment's models, ready to predict}
   *
   * @param deployment a deployment with a champion
   * @throws ChurnException with {@link ErrorCode#CORRUPT} or {@link ErrorCode#INCOMPATIBLE} if
   *     neither the champion nor any former champion can be used
   */
  Serving load(Deployment deployment) {
    ModelId wanted = deployment.champion().orElseThrow();
    ServedModel champion =
        find(wanted, ModelRole.CHAMPION).or(this::previousChampion).orElseThrow(this::noneUsable);
    List<Challenger> challengers = new ArrayList<>();
    for (Deployment.Challenger challenger : deployment.challengers()) {
      find(challenger.model(), ModelRole.CHALLENGER)
          .ifPresent(model -> challengers.add(new Challenger(model, challenger.slots())));
    }
    List<ServedModel> shadows = new ArrayList<>();
    for (ModelId shadow : deployment.shadows()) {
      find(shadow, ModelRole.SHADOW).ifPresent(shadows::add);
    }
    return new Serving(organization, champion, challengers, shadows, refusals);
  }

  private Optional<ServedModel> previousChampion() {
    long offset = 0;
    while (true) {
      Page<ModelActivation> page =
          registry.activations(organization, new PageRequest(HISTORY_PAGE, offset));
      for (ModelActivation activation : page.items()) {
        if (registry.find(organization, activation.model()).isEmpty()) {
          continue; // deleted
        }
        Optional<ServedModel> found = find(activation.model(), ModelRole.CHAMPION);
        if (found.isPresent()) {
          return found;
        }
      }
      offset += HISTORY_PAGE;
      if (offset >= page.total()) {
        return Optional.empty();
      }
    }
  }

  private Optional<ServedModel> find(ModelId id, ModelRole role) {
    if (refusals.containsKey(id)) {
      return Optional.empty();
    }
    Optional<ServedModel> known = before.flatMap(serving -> serving.find(id));
    if (known.isPresent()) {
      return known.map(served -> served.as(role));
    }
    Optional<UnusableModel> refused =
        before.map(serving -> serving.refusals().get(id)); // map turns null into empty
    if (refused.isPresent() && now.isBefore(refused.get().seenAt().plus(RETRY))) {
      refusals.put(id, refused.get());
      return Optional.empty();
    }
    return read(id, role, refused);
  }

  private Optional<ServedModel> read(ModelId id, ModelRole role, Optional<UnusableModel> refused) {
    TrainingRun model = Lookup.model(registry, organization, id);
    try {
      return Optional.of(new ServedModel(model, files.load(model), role));
    } catch (ChurnException e) {
      if (!e.code().meansUnusableFile()) {
        throw e;
      }
      var refusal = new UnusableModel(e.code(), e.getMessage(), now);
      refusals.put(id, refusal);
      if (refused.isEmpty()) { // log once, not with every attempt
        LOG.log(
            System.Logger.Level.ERROR,
            "Organization {0}: model {1} cannot serve as {2}: {3}",
            organization,
            id,
            role,
            refusal.reason());
      }
      return Optional.empty();
    }
  }

  private ChurnException noneUsable() {
    boolean damaged =
        refusals.values().stream().anyMatch(refusal -> refusal.code() == ErrorCode.CORRUPT);
    return new ChurnException(
        damaged ? ErrorCode.CORRUPT : ErrorCode.INCOMPATIBLE,
        "Organization %s: none of the models that have been active can be used; %s"
            .formatted(
                organization,
                String.join("; ", refusals.values().stream().map(UnusableModel::reason).toList())));
  }
}
