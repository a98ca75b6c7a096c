package dev.churn.domain.model;

import dev.churn.domain.feature.FeatureVector;
import java.util.List;

/** Computes the numeric inputs of a classifier from the features. */
public interface ModelInputs {
  /** {@return the identifier of this set of inputs, such as {@code features}} */
  String id();

  /** {@return the names of the inputs, in order} */
  List<String> names();

  /** {@return the inputs of a customer, in order; finite} */
  double[] of(FeatureVector features);
}
