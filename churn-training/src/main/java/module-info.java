/** Trains churn models; the root package is the only one for others. */
@SuppressWarnings("requires-automatic") // the name of Weka's module comes from its file name
module dev.churn.training {
  requires transitive dev.churn.domain;
  requires weka.stable;

  exports dev.churn.training;
}
