package dev.churn.http.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8}; a single address is a range of one.
 *
 * @param first any address of the range
 * @param prefix how many leading bits all addresses of the range share
 */
public record AddressRange(InetAddress first, int prefix) {
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 =
      Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*(\\d{1,3}(\\.\\d{1,3}){3})?");

  public AddressRange {
    int bits = first.getAddress().length * 8;
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "the prefix of %s must be in 0 to %d, was %d"
              .formatted(first.getHostAddress(), bits, prefix));
    }
  }

  /** {@return the range in CIDR notation or of a single address, or empty if it is neither} */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return address(text).map(single -> new AddressRange(single, single.getAddress().length * 8));
    }
    String prefix = text.substring(slash + 1);
    return address(text.substring(0, slash))
        .filter(
            first ->
                prefix.matches("\\d{1,3}")
                    && Integer.parseInt(prefix) <= first.getAddress().length * 8)
        .map(first -> new AddressRange(first, Integer.parseInt(prefix)));
  }

  /**
   * {@return the address that a text is, or empty if it is something else, for example a name} No
   * name is ever looked up.
   */
  public static Optional<InetAddress> address(String text) {
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty(); // such as 1.2.3.999
    }
  }

  /** {@return whether the address lies in the range} */
  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != other[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF) >> (8 - rest) == 0;
  }
}
