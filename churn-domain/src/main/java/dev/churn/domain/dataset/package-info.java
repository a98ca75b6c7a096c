/**
 * Datasets: uploaded event files, the feature tables computed from them, and their metadata. The
 * bytes of an uploaded file never change. Start at {@link dev.churn.domain.dataset.Dataset}.
 */
package dev.churn.domain.dataset;
