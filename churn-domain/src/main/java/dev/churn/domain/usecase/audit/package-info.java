/** Use cases that write and show the audit log. Start at {@link AuditTrail}. */
package dev.churn.domain.usecase.audit;
