package dev.churn.http.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells whether only programs of this machine reach an address. */
final class ListenAddress {
  private ListenAddress() {}

  /**
   * {@return whether the address, or every address of the name, is a loopback address} A name that
   * is unknown counts as one, since nothing can listen on it.
   */
  static boolean isLoopback(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return true;
    }
  }
}
