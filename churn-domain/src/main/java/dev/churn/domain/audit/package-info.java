/**
 * Who changed what, and from where. Start at {@link dev.churn.domain.audit.AuditEntry}; {@link
 * dev.churn.domain.port.AuditLog} stores it.
 */
package dev.churn.domain.audit;
