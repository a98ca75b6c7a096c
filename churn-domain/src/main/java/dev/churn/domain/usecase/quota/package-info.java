/**
 * Refuses what would go beyond a quota. Start at {@link
 * dev.churn.domain.usecase.quota.CheckQuotas}.
 */
package dev.churn.domain.usecase.quota;
