/**
 * Use cases that create, list and change organizations. Nothing of one organization is ever visible
 * to another. Start at {@link dev.churn.domain.usecase.organization.ManageOrganizations}; {@link
 * dev.churn.domain.usecase.organization.ManageTargets} does the same for their targets.
 */
package dev.churn.domain.usecase.organization;
