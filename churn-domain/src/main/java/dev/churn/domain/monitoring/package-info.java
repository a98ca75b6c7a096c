/**
 * Monitoring: the realized performance of predictions, comparisons of models on the same customers,
 * and drift of the features. Everything is measured only after the horizon of a prediction has
 * closed, except drift. Start at {@link dev.churn.domain.monitoring.MonitoringReport}.
 */
package dev.churn.domain.monitoring;
