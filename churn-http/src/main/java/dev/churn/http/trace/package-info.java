/**
 * Traces of requests, attempts of jobs and calls of the object storage, in OpenTelemetry's form.
 */
package dev.churn.http.trace;
