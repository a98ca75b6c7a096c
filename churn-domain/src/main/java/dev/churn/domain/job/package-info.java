/** Work in the background: durable, reported, run once at a time. */
package dev.churn.domain.job;
