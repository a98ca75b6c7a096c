package dev.churn.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.settings.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientAddressTest {
  private static final InetAddress PROXY = address("10.1.2.3");
  private static final List<AddressRange> TRUSTED =
      List.of(
          new AddressRange(address("10.0.0.0"), 8), new AddressRange(address("2001:db8::"), 33));

  private static InetAddress address(String text) {
    return AddressRange.address(text).orElseThrow();
  }

  private static String client(InetAddress peer, String... hops) {
    return ClientAddress.of(peer, List.of(hops), TRUSTED).getHostAddress();
  }

  @Test
  void a_header_of_anybody_else_does_not_count() {
    assertThat(client(address("192.0.2.1"), "192.0.2.9")).isEqualTo("192.0.2.1");
    assertThat(client(address("2001:db8:8000::1"), "192.0.2.9"))
        .isEqualTo("2001:db8:8000:0:0:0:0:1");
  }

  @Test
  void the_client_is_the_last_address_that_is_no_trusted_proxy() {
    assertThat(client(PROXY)).isEqualTo("10.1.2.3");
    assertThat(client(PROXY, "192.0.2.9")).isEqualTo("192.0.2.9");
    assertThat(client(PROXY, "203.0.113.66", "192.0.2.9", "10.9.9.9")).isEqualTo("192.0.2.9");
    assertThat(client(PROXY, "10.7.7.7", "10.9.9.9")).isEqualTo("10.7.7.7");
    assertThat(client(address("2001:db8:7fff::1"), "2001:db8:8000::5"))
        .isEqualTo("2001:db8:8000:0:0:0:0:5");
  }

  @Test
  void ports_brackets_and_zones_are_left_out() {
    assertThat(client(PROXY, "192.0.2.9:4711")).isEqualTo("192.0.2.9");
    assertThat(client(PROXY, "[2001:db9::7]:4711")).isEqualTo("2001:db9:0:0:0:0:0:7");
    assertThat(client(PROXY, "fe80::7%eth0")).isEqualTo("fe80:0:0:0:0:0:0:7");
  }

  @Test
  void what_is_no_address_ends_the_search() {
    for (String junk : new String[] {"unknown", "localhost", "1.2.3.999", "_hidden", "[::1"}) {
      assertThat(client(PROXY, "192.0.2.9", junk)).as(junk).isEqualTo("10.1.2.3");
    }
  }
}
