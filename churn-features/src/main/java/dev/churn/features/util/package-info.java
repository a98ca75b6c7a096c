/**
 * Helpers that are independent of customers: operations on bytes without decoding, and parallel
 * execution. Readers and writers both use them. Nothing here depends on another package of this
 * module.
 */
package dev.churn.features.util;
