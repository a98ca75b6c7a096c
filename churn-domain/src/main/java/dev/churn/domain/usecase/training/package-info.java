/**
 * Use cases that train models on feature tables in the background and decide whether a new version
 * is activated. Every version records its provenance. Start at {@link
 * dev.churn.domain.usecase.training.TrainModel}.
 */
package dev.churn.domain.usecase.training;
