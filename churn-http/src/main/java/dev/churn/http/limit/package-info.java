/**
 * Keeps callers within limits: how often they call, how many uploads the server receives and reads
 * at the same time. Start at {@link dev.churn.http.limit.RateLimits} and {@link
 * dev.churn.http.limit.UploadTurns}.
 */
package dev.churn.http.limit;
