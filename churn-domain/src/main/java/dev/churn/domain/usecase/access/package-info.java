/**
 * Use cases that manage API keys and recognize their owners. Start at {@link
 * dev.churn.domain.usecase.access.ManageApiKeys}.
 */
package dev.churn.domain.usecase.access;
