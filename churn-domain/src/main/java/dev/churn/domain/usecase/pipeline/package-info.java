/**
 * Runs features, training and scoring of an upload one after the other, and dispatches background
 * jobs to their use cases. Each step is queued in the transaction that completes the one before.
 * Start at {@link dev.churn.domain.usecase.pipeline.RunPipeline}.
 */
package dev.churn.domain.usecase.pipeline;
