package dev.churn.http.settings;

/** How long the server keeps what grows with its use. */
public record RetentionSettings() {
  static RetentionSettings read(Variables variables) {
    return new RetentionSettings();
  }
}
