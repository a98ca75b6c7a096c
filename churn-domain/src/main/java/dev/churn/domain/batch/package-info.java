/**
 * Batches: the predictions for many customers at one as-of date. A batch has one state, and its
 * predictions are visible only once it is completed. Start at {@link
 * dev.churn.domain.batch.PredictionBatch}.
 */
package dev.churn.domain.batch;
