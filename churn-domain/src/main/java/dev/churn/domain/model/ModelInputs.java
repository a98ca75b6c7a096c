package dev.churn.domain.model;

import dev.churn.domain.feature.FeatureVector;
import java.util.List;

/** Numbers that a classifier can learn from, as functions of the features. */
public interface ModelInputs {
  /** {@return the name of the choice, such as {@code features}} */
  String id();

  /** {@return the names of the inputs in their order} */
  List<String> names();

  /** {@return the inputs of a customer in their order; finite} */
  double[] of(FeatureVector features);
}
