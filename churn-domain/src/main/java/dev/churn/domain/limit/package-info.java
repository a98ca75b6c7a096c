/**
 * Limits on what organizations may have and on how full disks may become. Start at {@link
 * dev.churn.domain.limit.Quotas} and {@link dev.churn.domain.limit.DiskSpace}.
 */
package dev.churn.domain.limit;
