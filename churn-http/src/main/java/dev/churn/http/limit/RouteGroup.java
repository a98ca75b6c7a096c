package dev.churn.http.limit;

/** The groups of routes whose requests are counted together. */
public enum RouteGroup {
  /** Predictions for single customers. */
  PREDICT,
  /** Requests that bring a file. */
  UPLOAD,
  /** Everything else that is limited. */
  OTHER,
  /** Routes that are never limited, such as those that monitors call. */
  UNLIMITED
}
