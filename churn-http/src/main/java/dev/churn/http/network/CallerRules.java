package dev.churn.http.network;

import dev.churn.domain.Excerpt;
import dev.churn.http.problem.ProblemType;
import dev.churn.http.settings.AddressRange;
import dev.churn.http.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Which hosts a request may name and which web pages may send it. A browser sends requests to this
 * server for any page that its user looks at, also to loopback. It tells the page's origin, and the
 * name under which the page found the server.
 */
final class CallerRules {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final int MAX_SHOWN = 100;
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private final Set<String> hosts;
  private final List<Host> corsOrigins;
  private final List<Host> ownOrigins;

  CallerRules(Settings settings) {
    hosts = new HashSet<>();
    Host.parse(settings.host()).ifPresent(host -> hosts.add(host.name()));
    settings
        .publicUrl()
        .map(URI::getHost)
        .flatMap(Host::parse)
        .map(Host::name)
        .ifPresent(hosts::add);
    settings.network().allowedHosts().stream()
        .map(host -> host.replaceAll("[\\[\\]]", ""))
        .forEach(hosts::add);
    corsOrigins = places(settings.corsOrigins().stream());
    ownOrigins = places(settings.publicUrl().map(URI::toString).stream());
  }

  private static List<Host> places(Stream<String> urls) {
    return urls.flatMap(url -> Host.ofUrl(url).stream()).toList();
  }

  /**
   * Why a request is not served.
   *
   * @param detail a sentence for the caller
   */
  record Refusal(ProblemType type, String detail) {}

  /** {@return why the request is not served, or empty if it is} */
  Optional<Refusal> refusal(Request request) {
    HttpFields headers = request.getHeaders();
    String host = headers.get(HttpHeader.HOST);
    Optional<Refusal> misdirected = host == null ? Optional.empty() : hostRefusal(request, host);
    return misdirected.isPresent() ? misdirected : pageRefusal(request.getMethod(), headers, host);
  }

  private Optional<Refusal> hostRefusal(Request request, String header) {
    if (hosts.contains("*")) {
      return Optional.empty();
    }
    Optional<Host> host = Host.parse(header);
    if (host.isPresent()
        && (host.get().isLoopback()
            || hosts.contains(host.get().name())
            || isOwnAddress(host.get(), request.getConnectionMetaData().getLocalSocketAddress()))) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            ProblemType.MISDIRECTED,
            ("Host: expected a name of this server, found '%s'; the server's settings ALLOWED_HOSTS"
                    + " and PUBLIC_URL say by which names it may be called")
                .formatted(shown(header))));
  }

  /** A name in the place of an address is what an attack needs, so addresses are harmless. */
  private static boolean isOwnAddress(Host host, SocketAddress local) {
    Optional<InetAddress> named = AddressRange.address(host.name());
    return named.isPresent()
        && local instanceof InetSocketAddress inet
        && named.get().equals(inet.getAddress());
  }

  private Optional<Refusal> pageRefusal(String method, HttpFields headers, String host) {
    String origin = headers.get(HttpHeader.ORIGIN);
    String site = headers.get(FETCH_SITE);
    boolean isSafe = SAFE.contains(method);
    if (origin != null && !(origin.equals("null") && isSafe)) {
      return isAllowed(origin, host)
          ? Optional.empty()
          : crossSite("Origin: expected a page that may call this server", origin);
    }
    if (site == null || site.equals("same-origin") || site.equals("none")) {
      return Optional.empty();
    }
    boolean isVisit =
        method.equals("GET")
            && "navigate".equals(headers.get("Sec-Fetch-Mode"))
            && "document".equals(headers.get("Sec-Fetch-Dest"));
    return isVisit
        ? Optional.empty()
        : crossSite(FETCH_SITE + ": expected a page that may call this server", site);
  }

  private boolean isAllowed(String origin, String host) {
    return isOwn(origin, host) || Host.ofUrl(origin).filter(corsOrigins::contains).isPresent();
  }

  /**
   * {@return whether the origin is the server itself, by a name of the settings or this request}
   */
  private boolean isOwn(String origin, String host) {
    Optional<Host> from = Host.ofUrl(origin);
    return from.filter(ownOrigins::contains).isPresent()
        || (host != null
            && from.isPresent()
            && Host.parse(host).filter(from.get()::isSame).isPresent());
  }

  /** {@return whether a page of this server sends the request, and says so by its origin} */
  boolean isOfOwnPage(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin != null && isOwn(origin, request.getHeaders().get(HttpHeader.HOST));
  }

  private static Optional<Refusal> crossSite(String expected, String found) {
    return Optional.of(
        new Refusal(
            ProblemType.CROSS_SITE,
            "%s, found '%s'; the server's settings CORS_ORIGINS and PUBLIC_URL list the allowed pages"
                .formatted(expected, shown(found))));
  }

  /** {@return what is safe and short enough to be repeated} */
  private static String shown(String text) {
    return Excerpt.of(text.replaceAll("[^\\x20-\\x7e]", "?"), MAX_SHOWN);
  }
}
