/** Datasets: stored files and what is known of them. */
package dev.churn.domain.dataset;
