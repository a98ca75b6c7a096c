/**
 * How far the features of the current customers have moved from those that a model was trained on.
 */
package dev.churn.domain.drift;
