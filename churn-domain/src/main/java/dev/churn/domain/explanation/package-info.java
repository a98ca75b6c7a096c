/**
 * Explanations: why a customer has a probability, and on which date the risk segment will rise.
 * They are computed exactly from the model, without sampling. Start at {@link
 * dev.churn.domain.explanation.Explainer}.
 */
package dev.churn.domain.explanation;
