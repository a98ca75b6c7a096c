/** Programs that measure the whole product; compiled with the tests, run by hand. */
package dev.churn.http.bench;
