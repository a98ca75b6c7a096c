/**
 * Learns from labelled feature tables which customers leave, judges honestly how well, and keeps
 * what was learned in small files. The learners are our own, over a matrix of inputs that is made
 * once per training: a Newton fit for logistic regression, and one histogram tree for forest and
 * boosting, which the tests hold against those of Weka; models are plain arrays, written and read
 * without Java serialisation. Start at {@link dev.churn.training.ChurnModelTraining}, the only
 * public type, which stands behind the port {@link dev.churn.domain.port.ModelTraining}.
 */
package dev.churn.training;
