/**
 * Trains models on feature tables in the background and decides whether a new version serves. Every
 * version records what it was made from. Start at {@link
 * dev.churn.domain.usecase.training.TrainModel}.
 */
package dev.churn.domain.usecase.training;
