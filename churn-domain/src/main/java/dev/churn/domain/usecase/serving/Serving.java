package dev.churn.domain.usecase.serving;

import dev.churn.domain.deployment.CustomerSlots;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models that serve an organization at one moment, ready to predict.
 *
 * @param champion answers for every customer not assigned to a challenger
 * @param challengers answer for the customers in their slots
 * @param shadows predict for every customer but never answer
 * @param refusals the deployed models whose files cannot be used
 */
public record Serving(
    OrganizationId organization,
    ServedModel champion,
    List<Challenger> challengers,
    List<ServedModel> shadows,
    Map<ModelId, UnusableModel> refusals) {
  public Serving {
    challengers = List.copyOf(challengers);
    shadows = List.copyOf(shadows);
    refusals = Map.copyOf(refusals);
  }

  /** A model that is ready to predict. */
  public record ServedModel(TrainingRun model, Predictor predictor, ModelRole role) {
    public int version() {
      return model.version().version();
    }

    /**
     * {@return whether a customer with these features is active, by the window with which the model
     * was trained; empty if that window is not known}
     */
    public Optional<Boolean> isActive(FeatureVector features) {
      return model
          .version()
          .provenance()
          .flatMap(Provenance::data)
          .map(data -> data.activeWindow().includes(features));
    }

    /** {@return whether both are the same model} */
    public boolean is(ServedModel other) {
      return model.id().equals(other.model.id());
    }

    /** {@return what must be known to read its predictions} */
    public ModelSummary summary() {
      return ModelSummary.of(model);
    }

    /** {@return the model as of a day} */
    public ServedModel on(LocalDate asOf) {
      return new ServedModel(model, predictor.on(asOf), role);
    }

    ServedModel as(ModelRole newRole) {
      return new ServedModel(model, predictor, newRole);
    }
  }

  /** A model that answers for some of the customers. */
  public record Challenger(ServedModel model, CustomerSlots slots) {}

  /**
   * {@return the model that answers for a customer; always the same while the deployment does not
   * change}
   */
  public ServedModel of(String customerId) {
    if (challengers.isEmpty()) {
      return champion;
    }
    int slot = CustomerSlots.slotOf(organization, customerId);
    for (Challenger challenger : challengers) {
      if (challenger.slots().contains(slot)) {
        return challenger.model();
      }
    }
    return champion;
  }

  /**
   * {@return all models in any role, each once, the champion first} A former champion that stands
   * in for a damaged one may have another role too.
   */
  public List<ServedModel> models() {
    Map<ModelId, ServedModel> models = new LinkedHashMap<>();
    Stream.of(Stream.of(champion), challengers.stream().map(Challenger::model), shadows.stream())
        .flatMap(served -> served)
        .forEach(served -> models.putIfAbsent(served.model().id(), served));
    return List.copyOf(models.values());
  }

  /** {@return a loaded model, in any role} */
  Optional<ServedModel> find(ModelId id) {
    return models().stream().filter(served -> served.model().id().equals(id)).findFirst();
  }
}
