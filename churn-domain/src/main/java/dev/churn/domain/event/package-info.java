/**
 * Events: what customers did, and which types of events are activity, are churn, or get columns of
 * their own. Start at {@link dev.churn.domain.event.CustomerEvent}.
 */
package dev.churn.domain.event;
