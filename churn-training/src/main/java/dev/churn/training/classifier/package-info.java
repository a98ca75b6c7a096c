/**
 * The interfaces of every classifier: a {@link dev.churn.training.classifier.Learner} learns from a
 * sample, and a {@link dev.churn.training.classifier.Scorer} is the result. Scorers are immutable;
 * scoring one customer or a block of them gives the same bits. Packages for specific learners
 * implement these interfaces.
 */
package dev.churn.training.classifier;
