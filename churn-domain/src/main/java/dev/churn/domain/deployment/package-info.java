/**
 * Deployments: the champion, challengers and shadows that serve an organization, with the history
 * of activations and the logged predictions. Each model has one role, and each customer is answered
 * by one model. Start at {@link dev.churn.domain.deployment.Deployment}.
 */
package dev.churn.domain.deployment;
