package dev.churn.http.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * What the server accepts from the network: hosts, origins, proxies and how slow a body may come.
 *
 * @param trustedProxies the addresses of the gateways whose {@code X-Forwarded-…} headers count
 */
public record NetworkSettings(List<AddressRange> trustedProxies) {
  public NetworkSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }

  static NetworkSettings read(Variables variables) {
    return new NetworkSettings(trustedProxies(variables));
  }

  private static List<AddressRange> trustedProxies(Variables variables) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String text : variables.list("TRUSTED_PROXIES")) {
      AddressRange.parse(text)
          .ifPresentOrElse(
              ranges::add,
              () ->
                  variables.wrong(
                      "TRUSTED_PROXIES",
                      "expected addresses or ranges such as 10.0.0.0/8, separated by commas, found"
                          + " '%s'".formatted(text)));
    }
    return ranges;
  }
}
