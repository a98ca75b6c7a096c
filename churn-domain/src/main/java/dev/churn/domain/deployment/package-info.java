/**
 * Which models serve an organization: the champion, the challengers that answer for a share of the
 * customers, the shadows that never answer, and what became of it. Start at {@link
 * dev.churn.domain.deployment.Deployment}.
 */
package dev.churn.domain.deployment;
