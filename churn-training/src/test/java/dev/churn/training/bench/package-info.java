/**
 * Benchmark programs, compiled with the tests so that they cannot rot, and run only by the Maven
 * profile {@code bench}. Start at {@link dev.churn.training.bench.Bench}.
 */
package dev.churn.training.bench;
