/**
 * What stands before all routes: which hosts and pages may call, headers of every answer, and
 * connections that are slow. Start at {@link dev.churn.http.network.FrontDoor}.
 */
package dev.churn.http.network;
