package dev.churn.http.request;

import dev.churn.http.settings.AddressRange;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Tells from which address a request comes. That is the address of the connection, unless a trusted
 * proxy has it: then it is the last address in {@code X-Forwarded-For} that is not a trusted proxy
 * itself. The header {@code Forwarded} is never read, since a proxy that does not know it passes on
 * what a client wrote into it.
 */
public final class ClientAddress {
  private static final String HEADER = "X-Forwarded-For";
  private static final String ADDRESS = "churn.client-address";
  private static final String TRUSTED = "churn.trusted-proxy";

  private ClientAddress() {}

  /** Finds the address before any other handler runs. */
  public static void register(RoutesConfig routes, List<AddressRange> trustedProxies) {
    routes.before(
        ctx -> {
          Optional<InetAddress> peer = AddressRange.address(plain(ctx.req().getRemoteAddr()));
          ctx.attribute(TRUSTED, peer.isPresent() && isAmong(trustedProxies, peer.get()));
          peer.ifPresent(
              address ->
                  ctx.attribute(
                      ADDRESS, of(address, hops(ctx.req()), trustedProxies).getHostAddress()));
        });
  }

  /** {@return the client's IP address in numbers, such as 192.0.2.7 or 2001:db8:0:0:0:0:0:7} */
  public static String of(Context ctx) {
    String found = ctx.attribute(ADDRESS);
    return found == null ? plain(ctx.req().getRemoteAddr()) : found;
  }

  /** {@return whether a trusted proxy sent the request, so that its headers about users count} */
  static boolean isFromTrustedProxy(Context ctx) {
    return Boolean.TRUE.equals(ctx.<Boolean>attribute(TRUSTED));
  }

  /**
   * {@return the address of the client}
   *
   * @param peer the other end of the connection
   * @param hops what the header names, the nearest last
   */
  static InetAddress of(InetAddress peer, List<String> hops, List<AddressRange> trusted) {
    InetAddress client = peer;
    List<String> nearestFirst = new ArrayList<>(hops);
    Collections.reverse(nearestFirst);
    for (String hop : nearestFirst) {
      Optional<InetAddress> named = AddressRange.address(plain(hop));
      if (!isAmong(trusted, client) || named.isEmpty()) {
        break;
      }
      client = named.get();
    }
    return client;
  }

  private static boolean isAmong(List<AddressRange> trusted, InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  private static List<String> hops(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HEADER)).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(hop -> !hop.isEmpty())
        .toList();
  }

  /** {@return the address without brackets, port and zone, which some proxies add} */
  private static String plain(String hop) {
    String text = hop;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? text : text.substring(1, end);
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      text = text.substring(0, text.indexOf(':'));
    }
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
