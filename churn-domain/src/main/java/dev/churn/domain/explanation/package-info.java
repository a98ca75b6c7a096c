/**
 * Why a customer was given a probability, and when it will be another one. Start at {@link
 * dev.churn.domain.explanation.Explainer}.
 */
package dev.churn.domain.explanation;
