/** Who sends a request, and whether they may. */
package dev.churn.http.access;
