package dev.churn.http.settings;

/** Who may use the server and how it knows them. */
public record AccessSettings() {
  static AccessSettings read(Variables variables) {
    return new AccessSettings();
  }
}
