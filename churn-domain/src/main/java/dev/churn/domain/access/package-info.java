/** Who may do what. */
package dev.churn.domain.access;
