package dev.churn.domain.memory;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.value.CustomerValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All predictions in memory, of completed batches and of the log. */
final class MadePredictions {
  private final InMemoryDatabase database;

  MadePredictions(InMemoryDatabase database) {
    this.database = database;
  }

  /** A prediction of a completed batch or of the log. */
  record Made(
      String customer,
      LocalDate asOf,
      ModelId model,
      int version,
      ModelRole role,
      Optional<Boolean> active,
      double probability,
      Optional<CustomerValue> value,
      Instant madeAt) {
    List<Object> key() {
      return List.of(customer, asOf, model, role);
    }
  }

  /** {@return the predictions, only the latest for each customer, as-of date, model and role} */
  List<Made> of(OrganizationId organization) {
    Map<Object, Made> latest = new LinkedHashMap<>();
    Stream.concat(inBatches(organization), logged(organization))
        .sorted(Comparator.comparing(Made::madeAt))
        .forEach(made -> latest.put(made.key(), made));
    return List.copyOf(latest.values());
  }

  private Stream<Made> inBatches(OrganizationId organization) {
    List<Made> made = new ArrayList<>();
    for (PredictionBatch batch : database.batches.values()) {
      if (batch.organizationId().equals(organization)
          && batch.state() instanceof Completed completed) {
        var stored = database.predictions.get(batch.id());
        ModelId champion = champion(batch, completed, stored.answers());
        for (CustomerPrediction p : stored.answers()) {
          boolean isChampion = p.model().equals(champion);
          made.add(
              made(p, batch, completed, isChampion ? ModelRole.CHAMPION : ModelRole.CHALLENGER));
        }
        for (CustomerPrediction p : stored.shadows()) {
          made.add(made(p, batch, completed, ModelRole.SHADOW));
        }
      }
    }
    return made.stream();
  }

  /**
   * Returns the champion of a completed batch of an earlier version, which has no roles: among the
   * models that answered, the last one activated before completion.
   */
  private ModelId champion(
      PredictionBatch batch, Completed completed, List<CustomerPrediction> answers) {
    Set<ModelId> models =
        answers.stream().map(CustomerPrediction::model).collect(Collectors.toSet());
    return database.activations.getOrDefault(batch.organizationId(), List.of()).stream()
        .filter(activation -> !activation.cause().at().isAfter(completed.completedAt()))
        .map(ModelActivation::model)
        .filter(models::contains)
        .findFirst()
        .orElse(null);
  }

  private Stream<Made> logged(OrganizationId organization) {
    return database.loggedPredictions.values().stream()
        .filter(logged -> logged.organizationId().equals(organization))
        .map(
            logged ->
                new Made(
                    logged.customerId(),
                    logged.asOf(),
                    logged.model(),
                    logged.modelVersion(),
                    logged.role(),
                    logged.active(),
                    logged.probability().value(),
                    Optional.empty(),
                    logged.createdAt()));
  }

  private static Made made(
      CustomerPrediction p, PredictionBatch batch, Completed completed, ModelRole role) {
    return new Made(
        p.customerId(),
        batch.asOf(),
        p.model(),
        p.modelVersion(),
        p.role().orElse(role),
        p.active(),
        p.probability().value(),
        p.value(),
        completed.completedAt());
  }
}
