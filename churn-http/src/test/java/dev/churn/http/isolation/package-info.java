/** Every operation of the API, called by everybody who may not call it. */
package dev.churn.http.isolation;
