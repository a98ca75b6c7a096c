/**
 * Organizations: the tenants of the system and their settings. No organization can ever see the
 * data of another. An organization may have targets beside its own settings, which are further
 * definitions of churn. Start at {@link dev.churn.domain.organization.Organization}.
 */
package dev.churn.domain.organization;
