/**
 * Use cases that predict for single customers and manage the models that serve an organization.
 * Models are cached in memory, and activations on other servers take effect within seconds. Start
 * at {@link dev.churn.domain.usecase.serving.PredictChurn}.
 */
package dev.churn.domain.usecase.serving;
