package dev.churn.http.settings;

/** How much callers may send and store. */
public record LimitSettings() {
  static LimitSettings read(Variables variables) {
    return new LimitSettings();
  }
}
