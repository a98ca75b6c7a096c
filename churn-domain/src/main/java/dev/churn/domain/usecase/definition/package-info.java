/**
 * Shows what may count as churn in a dataset. Start at {@link
 * dev.churn.domain.usecase.definition.ShowDefinition}.
 */
package dev.churn.domain.usecase.definition;
