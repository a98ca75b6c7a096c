/**
 * Learns from labelled feature tables which customers leave, judges honestly how well, and keeps
 * what was learned in small files. Weka fits logistic regression, random forest and gradient
 * boosting; right after that the fitted numbers move into plain arrays of our own, which predict
 * without Weka and are written and read without Java serialisation. Start at {@link
 * dev.churn.training.WekaModelTraining}, the only public type, which stands behind the port {@link
 * dev.churn.domain.port.ModelTraining}.
 */
package dev.churn.training;
