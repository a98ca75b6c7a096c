/**
 * Classifiers, calibration, evaluation and model files; the root package is the only one for
 * others.
 */
module dev.churn.training {
  requires transitive dev.churn.domain;

  exports dev.churn.training;
}
