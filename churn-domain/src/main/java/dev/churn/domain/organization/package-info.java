/** Organizations: the tenants. Nothing of one is ever visible to another. */
package dev.churn.domain.organization;
