/**
 * Helpers that know nothing of customers: bytes that are compared without being decoded, and work
 * that is spread over threads. They serve reading and writing alike. Nothing here depends on
 * another package of this module.
 */
package dev.churn.features.util;
