package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The model registry in memory. */
public final class InMemoryModelRegistry implements ModelRegistry {
  private final InMemoryDatabase database;

  public InMemoryModelRegistry(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void add(TrainingRun model) {
    database.run(
        () -> {
          InMemoryOrganizations.require(database, model.organizationId());
          if (database.models.putIfAbsent(model.id(), model) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Model %s exists already".formatted(model.id()));
          }
        });
  }

  @Override
  public TrainingRun complete(OrganizationId organization, ModelId id, ModelVersion outcome) {
    return database.call(
        () -> {
          TrainingRun model = require(organization, id);
          if (model.outcome() instanceof ModelVersion) {
            return model;
          }
          int version =
              1
                  + (int)
                      Stream.concat(of(organization), database.deletedModels.values().stream())
                          .filter(other -> other.organizationId().equals(organization))
                          .filter(other -> other.outcome() instanceof ModelVersion)
                          .count();
          TrainingRun trained = model.with(outcome.numbered(version));
          database.models.put(id, trained);
          return trained;
        });
  }

  @Override
  public void fail(OrganizationId organization, ModelId id, TrainingRun.Failed outcome) {
    database.run(
        () -> {
          TrainingRun model = require(organization, id);
          if (!(model.outcome() instanceof ModelVersion)) {
            database.models.put(id, model.with(outcome));
          }
        });
  }

  private TrainingRun require(OrganizationId organization, ModelId id) {
    return find(organization, id)
        .orElseThrow(() -> new ChurnException(ErrorCode.NOT_FOUND, "There is no model " + id));
  }

  @Override
  public Optional<TrainingRun> find(OrganizationId organization, ModelId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.models.get(id))
                .filter(model -> model.organizationId().equals(organization)));
  }

  @Override
  public List<TrainingRun> findEvenDeleted(OrganizationId organization, Set<ModelId> ids) {
    return database.call(
        () ->
            Stream.concat(
                    database.models.values().stream(), database.deletedModels.values().stream())
                .filter(model -> model.organizationId().equals(organization))
                .filter(model -> ids.contains(model.id()))
                .toList());
  }

  @Override
  public boolean delete(OrganizationId organization, ModelId id, Instant at) {
    return database.call(
        () -> {
          TrainingRun deleted = database.deletedModels.get(id);
          if (deleted != null && deleted.organizationId().equals(organization)) {
            return false;
          }
          TrainingRun model = require(organization, id);
          if (model.outcome() instanceof TrainingRun.InTraining
              || deployment(organization).models().contains(id)) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Model %s is deployed or in training".formatted(id));
          }
          database.models.remove(id);
          database.deletedModels.put(id, model);
          return true;
        });
  }

  @Override
  public Optional<TrainingRun> findLatest(OrganizationId organization) {
    return database.call(
        () -> of(organization).max(Comparator.comparing(TrainingRun::requestedAt)));
  }

  @Override
  public List<TrainingRun> findInTraining(OrganizationId organization, DatasetId features) {
    return database.call(
        () ->
            of(organization)
                .filter(model -> model.features().equals(features))
                .filter(model -> model.outcome() instanceof TrainingRun.InTraining)
                .sorted(Comparator.comparing(TrainingRun::requestedAt).reversed())
                .toList());
  }

  @Override
  public Optional<TrainingRun> findActive(OrganizationId organization) {
    return database.call(
        () ->
            database
                .deployments
                .getOrDefault(organization, Deployment.none())
                .champion()
                .map(database.models::get));
  }

  @Override
  public boolean refersTo(OrganizationId organization, DatasetId features) {
    return database.call(
        () ->
            of(organization)
                .filter(model -> model.features().equals(features))
                .anyMatch(model -> !(model.outcome() instanceof TrainingRun.Failed)));
  }

  @Override
  public Optional<TrainingRun> findNewest(OrganizationId organization) {
    return database
        .call(() -> of(organization).max(Comparator.comparing(this::version)))
        .filter(model -> version(model) > 0);
  }

  private int version(TrainingRun model) {
    return model.outcome() instanceof ModelVersion trained ? trained.version() : 0;
  }

  @Override
  public Deployment deployment(OrganizationId organization) {
    return database.call(() -> database.deployments.getOrDefault(organization, Deployment.none()));
  }

  @Override
  public void deploy(
      OrganizationId organization, Deployment deployment, ModelActivation.Cause cause) {
    database.run(
        () -> {
          for (ModelId id : deployment.models()) {
            if (version(require(organization, id)) == 0) {
              throw new ChurnException(
                  ErrorCode.NOT_FOUND, "Model %s is not trained".formatted(id));
            }
          }
          ModelId champion = deployment.champion().orElseThrow();
          Optional<ModelId> previous = deployment(organization).champion();
          if (!previous.equals(Optional.of(champion))) {
            int version = version(require(organization, champion));
            List<ModelActivation> history =
                new ArrayList<>(database.activations.getOrDefault(organization, List.of()));
            history.add(0, new ModelActivation(champion, version, cause, previous));
            database.activations.put(organization, List.copyOf(history));
          }
          database.deployments.put(organization, deployment);
        });
  }

  @Override
  public Page<ModelActivation> activations(OrganizationId organization, PageRequest page) {
    return Page.of(
        database.call(() -> database.activations.getOrDefault(organization, List.of())), page);
  }

  private Stream<TrainingRun> of(OrganizationId organization) {
    return database.models.values().stream()
        .filter(model -> model.organizationId().equals(organization));
  }

  @Override
  public Page<TrainingRun> list(OrganizationId organization, PageRequest page) {
    List<TrainingRun> all =
        database.call(
            () ->
                of(organization)
                    .sorted(Comparator.comparing(TrainingRun::requestedAt).reversed())
                    .toList());
    return Page.of(all, page);
  }
}
