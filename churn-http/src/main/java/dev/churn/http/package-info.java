/**
 * The server: HTTP routes over the use cases, every error as problem+json, and the one place where
 * ports meet their adapters. {@link dev.churn.http.Settings} says what is told from outside, and
 * {@link dev.churn.http.ChurnServer} starts it all, for {@code main} and for tests alike. Uploads
 * are streamed to disk, work is queued and done in the background, and a stop lets what runs end.
 */
package dev.churn.http;
