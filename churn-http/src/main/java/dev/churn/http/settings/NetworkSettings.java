package dev.churn.http.settings;

/**
 * What the server accepts from the network: hosts, origins, proxies and how slow a body may come.
 */
public record NetworkSettings() {
  static NetworkSettings read(Variables variables) {
    return new NetworkSettings();
  }
}
