/**
 * The server, which connects the ports to their adapters. {@link dev.churn.http.ChurnServer} starts
 * everything, for {@code main} and for tests alike, and {@link dev.churn.http.ChurnApi} lists the
 * routes. The packages below hold settings, requests, views, routes and problems.
 */
package dev.churn.http;
