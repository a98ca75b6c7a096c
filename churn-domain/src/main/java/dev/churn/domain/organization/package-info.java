/**
 * Organizations: the tenants of the system and their settings. No organization can ever see the
 * data of another. Start at {@link dev.churn.domain.organization.Organization}.
 */
package dev.churn.domain.organization;
