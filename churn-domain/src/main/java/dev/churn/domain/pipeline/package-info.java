/**
 * Pipelines: an uploaded file that becomes features, a model and scores by itself, and the record
 * of how far that went.
 */
package dev.churn.domain.pipeline;
