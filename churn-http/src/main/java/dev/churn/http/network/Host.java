package dev.churn.http.network;

import dev.churn.http.settings.AddressRange;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and its port, as a {@code Host} header, an origin or a URL names it.
 *
 * @param name in lower case, an IPv6 address without brackets
 * @param port 0 means none is named
 */
record Host(String name, int port) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:\\[([0-9a-f:.]+)]|([a-z0-9._-]+))(?::(\\d{1,5}))?");
  private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/]+)(/.*)?");
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** {@return what a {@code Host} header names, or empty if it is no host} */
  static Optional<Host> parse(String header) {
    Matcher parts = AUTHORITY.matcher(header.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String name = parts.group(1) == null ? parts.group(2) : parts.group(1);
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    int port = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return Optional.of(new Host(plain, port));
  }

  /** {@return the host of an origin or a URL, its usual port left out, or empty if it has none} */
  static Optional<Host> ofUrl(String url) {
    Matcher parts = ORIGIN.matcher(url.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int usual = parts.group(1).equals("https") ? HTTPS : HTTP;
    return parse(parts.group(2)).map(host -> host.port == usual ? new Host(host.name, 0) : host);
  }

  /** {@return whether it is this machine under the name or an address that stays in it} */
  boolean isLoopback() {
    return name.equals("localhost")
        || AddressRange.address(name).filter(address -> address.isLoopbackAddress()).isPresent();
  }

  /** {@return whether both are the same place, the usual ports of HTTP and HTTPS left out} */
  boolean isSame(Host other) {
    return name.equals(other.name) && usualAsNone() == other.usualAsNone();
  }

  private int usualAsNone() {
    return port == HTTP || port == HTTPS ? 0 : port;
  }
}
