/**
 * Pipelines: the automatic sequence of features, training and scoring for an uploaded file, with
 * the state of each step. A pipeline belongs to one raw dataset, and its steps run in a fixed
 * order. Start at {@link dev.churn.domain.pipeline.Pipeline}.
 */
package dev.churn.domain.pipeline;
