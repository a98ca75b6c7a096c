/**
 * Trains churn models: learns from labeled feature tables, evaluates on customers that were not
 * learned from, and keeps what was learned in small files. {@link
 * dev.churn.training.ChurnModelTraining} is the door: it implements the ports for training and for
 * model files. The packages below hold one concern each, and imports only run from the ones that
 * combine to the ones that are combined.
 */
package dev.churn.training;
