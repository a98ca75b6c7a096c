package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the server accepts from the network: hosts, origins, proxies and how slow a body may come.
 *
 * @param allowedHosts the names, besides those of the machine and of {@code PUBLIC_URL}, that
 *     requests may call the server by; {@code *} means every name
 * @param trustedProxies the addresses of the gateways whose {@code X-Forwarded-…} headers count
 * @param minBytesPerSecond how slow a body or the reading of an answer may be, once {@code grace}
 *     is over; 0 means as slow as it likes
 * @param grace how long a transfer may be slower than that
 * @param jsonTime how long a JSON body may take in all
 * @param idle how long a connection may be silent
 * @param maxConnections how many connections are accepted at once
 */
public record NetworkSettings(
    Set<String> allowedHosts,
    List<AddressRange> trustedProxies,
    long minBytesPerSecond,
    Duration grace,
    Duration jsonTime,
    Duration idle,
    int maxConnections) {
  private static final int MOST_SECONDS = 3600;
  private static final String HOST_NAME = "\\*|[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[?[0-9a-f:.]+]?";

  public NetworkSettings {
    allowedHosts = Set.copyOf(allowedHosts);
    trustedProxies = List.copyOf(trustedProxies);
    requireNonNull(grace, "grace");
    requireNonNull(jsonTime, "jsonTime");
    requireNonNull(idle, "idle");
  }

  static NetworkSettings read(Variables variables) {
    return new NetworkSettings(
        allowedHosts(variables),
        trustedProxies(variables),
        variables.number("MIN_BYTES_PER_SECOND", 0, 1 << 30).orElse(1024L),
        seconds(variables, "SLOW_BODY_GRACE_SECONDS", 10),
        seconds(variables, "JSON_BODY_SECONDS", 30),
        seconds(variables, "IDLE_SECONDS", 60),
        variables.number("MAX_CONNECTIONS", 10, 1 << 20).orElse(4096L).intValue());
  }

  private static Duration seconds(Variables variables, String name, long usual) {
    return Duration.ofSeconds(variables.number(name, 1, MOST_SECONDS).orElse(usual));
  }

  private static Set<String> allowedHosts(Variables variables) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String text : variables.list("ALLOWED_HOSTS")) {
      String host = text.toLowerCase(Locale.ROOT);
      if (host.matches(HOST_NAME)) {
        hosts.add(host);
      } else {
        variables.wrong(
            "ALLOWED_HOSTS",
            "expected host names without a port, separated by commas, or * for every name, found"
                + " '%s'".formatted(text));
      }
    }
    return hosts;
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
