package dev.churn.domain.usecase;

import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.Model;
import java.util.List;

/**
 * The models that serve an organisation at a moment.
 *
 * @param champion answers for every customer whom no other model serves
 */
record Serving(ServedModel champion) {
  /** A model that is ready to predict. */
  record ServedModel(Model model, ChurnModel predictor) {
    int version() {
      return ((Model.Trained) model.outcome()).version();
    }
  }

  /** {@return the model that answers for a customer, always the same one while nothing changes} */
  ServedModel of(String customerId) {
    return champion;
  }

  /** {@return the models that predict beside it and never answer} */
  List<ServedModel> shadows() {
    return List.of();
  }
}
