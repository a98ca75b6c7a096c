/**
 * Use cases that run the steps of a pipeline, dispatch jobs and cancel them. Each step is queued in
 * the transaction that completes the previous one. Start at {@link
 * dev.churn.domain.usecase.pipeline.RunPipeline}.
 */
package dev.churn.domain.usecase.pipeline;
