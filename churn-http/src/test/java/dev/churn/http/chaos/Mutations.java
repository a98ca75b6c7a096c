package dev.churn.http.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes examples at random; the same seed makes the same inputs. */
final class Mutations {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST = 1 << 14;

  private final List<byte[]> examples;
  private final List<byte[]> words;
  private final Random random;

  /**
   * @param words texts that mean something in the inputs
   */
  Mutations(List<byte[]> examples, List<String> words, long seed) {
    this.examples = List.copyOf(examples);
    this.words = words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    this.random = new Random(seed);
  }

  byte[] next() {
    byte[] bytes = one(examples);
    // mostly one, so that most of the input is still understood
    int changes = random.nextInt(4) > 0 ? 1 : random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes);
      case 1 -> replaced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {anyByte()});
      case 2 -> replaced(bytes, at, at, new byte[] {anyByte()});
      case 3 -> replaced(bytes, at, end, new byte[0]);
      case 4 -> replaced(bytes, at, at, one(words));
      case 5 -> replaced(bytes, at, end, one(words));
      case 6 -> repeated(bytes, at, end);
      default -> spliced(bytes, at);
    };
  }

  private byte anyByte() {
    return (byte) random.nextInt(256);
  }

  private byte[] one(List<byte[]> of) {
    return of.get(random.nextInt(of.size()));
  }

  private byte[] flipped(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] repeated(byte[] bytes, int at, int end) {
    byte[] part = Arrays.copyOfRange(bytes, at, end);
    byte[] all = new byte[part.length * (1 + random.nextInt(20))];
    for (int i = 0; i < all.length; i++) {
      all[i] = part[i % part.length];
    }
    return replaced(bytes, at, at, all);
  }

  private byte[] spliced(byte[] bytes, int at) {
    byte[] other = one(examples);
    int from = random.nextInt(other.length + 1);
    return replaced(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    if (bytes.length - (to - from) + by.length > LONGEST) {
      return bytes;
    }
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }
}
