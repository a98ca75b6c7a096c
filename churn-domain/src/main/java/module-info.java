/** The domain model, ports and use cases of churn prediction; requires only the JDK. */
module dev.churn.domain {
  exports dev.churn.domain;
  exports dev.churn.domain.access;
  exports dev.churn.domain.artifact;
  exports dev.churn.domain.audit;
  exports dev.churn.domain.batch;
  exports dev.churn.domain.dataset;
  exports dev.churn.domain.deployment;
  exports dev.churn.domain.embed;
  exports dev.churn.domain.erasure;
  exports dev.churn.domain.evaluation;
  exports dev.churn.domain.exchange;
  exports dev.churn.domain.explanation;
  exports dev.churn.domain.feature;
  exports dev.churn.domain.job;
  exports dev.churn.domain.memory;
  exports dev.churn.domain.model;
  exports dev.churn.domain.monitoring;
  exports dev.churn.domain.organization;
  exports dev.churn.domain.page;
  exports dev.churn.domain.pipeline;
  exports dev.churn.domain.port;
  exports dev.churn.domain.prediction;
  exports dev.churn.domain.removal;
  exports dev.churn.domain.storage;
  exports dev.churn.domain.usecase.audit;
  exports dev.churn.domain.usecase.dataset;
  exports dev.churn.domain.usecase.erasure;
  exports dev.churn.domain.usecase.monitoring;
  exports dev.churn.domain.usecase.operation;
  exports dev.churn.domain.usecase.organization;
  exports dev.churn.domain.usecase.pipeline;
  exports dev.churn.domain.usecase.removal;
  exports dev.churn.domain.usecase.scoring;
  exports dev.churn.domain.usecase.serving;
  exports dev.churn.domain.usecase.training;
}
