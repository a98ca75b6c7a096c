package dev.churn.domain.access;

import java.util.Locale;

/** What a caller may do within an organization. */
public enum Scope {
  /** Ask for predictions. */
  PREDICT,
  /** Read everything that belongs to the organization. */
  READ,
  /** Upload files, start and cancel jobs, deploy models, delete what was stored. */
  WRITE,
  /** Manage the keys and settings of the organization, and delete it. */
  ADMIN;

  /** {@return how requests and answers name the scope} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
