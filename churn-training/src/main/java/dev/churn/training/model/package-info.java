/**
 * The trained model, a scorer with its calibration and feature definition, and its file format. The
 * file is read without Java serialization, and every length in it is checked before memory is
 * allocated. Start at {@link dev.churn.training.model.CalibratedPredictor}.
 */
package dev.churn.training.model;
