package dev.churn.http.settings;

/** What the server tells about itself: metrics, traces and logs. */
public record ObservabilitySettings() {
  static ObservabilitySettings read(Variables variables) {
    return new ObservabilitySettings();
  }
}
