/**
 * Trains churn models: it learns from labeled feature tables, evaluates on customers that were held
 * out, and writes models to small files. {@link dev.churn.training.ChurnModelTraining} is the entry
 * point; it implements the ports for training and for model files. Each subpackage has one concern,
 * and packages that combine others import them, never the other way around.
 */
package dev.churn.training;
