/**
 * Answers for single customers with the models that serve their organization. Models are kept in
 * memory, and what another server has activated serves within seconds. Start at {@link
 * dev.churn.domain.usecase.serving.PredictChurn}.
 */
package dev.churn.domain.usecase.serving;
