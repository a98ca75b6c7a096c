/**
 * Pages of long lists. A page contains the total length of the list besides its items. Start at
 * {@link dev.churn.domain.page.Page}.
 */
package dev.churn.domain.page;
