/**
 * Weka behind a door. Classifiers are made from a name and an option string by {@link
 * dev.churn.training.weka.WekaCatalog}, which lets through only what it knows; they are built by
 * {@link dev.churn.training.weka.WekaTrainer} and kept by {@link
 * dev.churn.training.weka.WekaModels}. No type of Weka is seen outside this package.
 */
package dev.churn.training.weka;
