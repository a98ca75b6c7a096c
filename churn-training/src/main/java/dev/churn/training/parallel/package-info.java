/**
 * Runs loops on all processors and stops them when the training thread is interrupted. Results do
 * not depend on the number of threads, because work is split into the same chunks on every machine.
 * Start at {@link dev.churn.training.parallel.Workers}.
 */
package dev.churn.training.parallel;
