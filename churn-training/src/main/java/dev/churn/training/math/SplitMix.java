package dev.churn.training.math;

/**
 * The SplitMix64 pseudorandom number generator: Steele, Lea and Flood, Fast splittable pseudorandom
 * number generators, OOPSLA 2014. It is implemented here so that no Java release can change the
 * numbers of a seed.
 */
public final class SplitMix {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  public SplitMix(long seed) {
    state = seed;
  }

  /** {@return one of many independent generators of a seed} */
  public static SplitMix of(long seed, long place) {
    return new SplitMix(mix(mix(seed) ^ place));
  }

  /** {@return a pseudorandom number; a bijection in which each bit depends on all input bits} */
  public static long mix(long value) {
    return finish(value + GOLDEN_GAMMA);
  }

  private static long finish(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** {@return the state of the generator after this number of draws} */
  public SplitMix after(int numbers) {
    return new SplitMix(state + numbers * GOLDEN_GAMMA);
  }

  long next() {
    state += GOLDEN_GAMMA;
    return finish(state);
  }

  /** {@return a number from 0 to {@code bound} − 1; the bias is less than one in 10¹⁸} */
  public int below(int bound) {
    return (int) Math.multiplyHigh(next() >>> 1, (long) bound << 1);
  }

  /** {@return a number in [0, 1)} */
  public double fraction() {
    return (next() >>> 11) * 0x1.0p-53;
  }
}
