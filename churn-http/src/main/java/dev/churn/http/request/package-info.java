/**
 * Reads requests: paths, queries, JSON bodies and multipart uploads, each with limits and clear
 * errors. Uploads are streamed to disk. Start at {@link dev.churn.http.request.Requests}.
 */
package dev.churn.http.request;
