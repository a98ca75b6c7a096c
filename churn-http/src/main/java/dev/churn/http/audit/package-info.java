/** Records calls in the audit log. Start at {@link dev.churn.http.audit.Auditing}. */
package dev.churn.http.audit;
