/**
 * The demonstration: simulated customers go through the HTTP API as real ones would, from upload to
 * prediction, and the results are printed. It uses only the server's URL.
 */
package dev.churn.http.demo;
