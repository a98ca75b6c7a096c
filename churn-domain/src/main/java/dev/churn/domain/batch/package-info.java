/**
 * Batches: the predictions of many customers at once, for one as-of day. Start at {@link
 * dev.churn.domain.batch.PredictionBatch}.
 */
package dev.churn.domain.batch;
