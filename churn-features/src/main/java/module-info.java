/** From CSV rows to the eight RFM features; the root package is the only one for others. */
@SuppressWarnings("requires-automatic") // the name of univocity's module comes from its file name
module dev.churn.features {
  requires transitive dev.churn.domain;
  requires java.xml;
  requires tools.jackson.core;
  requires univocity.parsers;

  exports dev.churn.features;
}
