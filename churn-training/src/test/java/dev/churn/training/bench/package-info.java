/** Programs to run by hand; {@link dev.churn.training.bench.OutsideAccuracy} is the only one. */
package dev.churn.training.bench;
