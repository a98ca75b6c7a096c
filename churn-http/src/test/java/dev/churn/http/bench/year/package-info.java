/**
 * A year of an organization, played over HTTP on simulated customers: monthly files, monitoring
 * beside figures computed from the simulation, files with faults, tests of two models, and
 * activations under load. Start at {@link dev.churn.http.bench.year.PlayedYear}.
 */
package dev.churn.http.bench.year;
