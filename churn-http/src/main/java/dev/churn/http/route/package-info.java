/**
 * One class for the routes of each kind of resource. A route reads a request, calls a use case and
 * answers with a view. Start at {@link dev.churn.http.route.Routes}.
 */
package dev.churn.http.route;
