/**
 * Runs loops on all processors and stops them when the thread that trains is interrupted. Results
 * never depend on the number of threads, because work is cut into the same chunks on every machine.
 * Start at {@link dev.churn.training.parallel.Workers}.
 */
package dev.churn.training.parallel;
