/**
 * The demonstration: simulated customers go through the HTTP API as real ones would, from upload to
 * prediction, and the results are printed. It knows the server by its URL alone.
 */
package dev.churn.http.demo;
