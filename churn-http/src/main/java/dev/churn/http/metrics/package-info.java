/**
 * Counts and measures what the server does, in the text format of Prometheus. The domain knows
 * nothing of it: it exposes numbers, which this package reads. Start at {@link
 * dev.churn.http.metrics.Metrics}.
 */
package dev.churn.http.metrics;
