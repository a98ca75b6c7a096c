/**
 * What every classifier offers: a {@link dev.churn.training.classifier.Learner} learns from a
 * sample, and a {@link dev.churn.training.classifier.Scorer} is what it learned. Scorers are
 * immutable and score one customer or a block of them with the same bits. The packages of the
 * single learners implement these interfaces.
 */
package dev.churn.training.classifier;
