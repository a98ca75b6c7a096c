/** Long lists, a part at a time. */
package dev.churn.domain.page;
