package dev.churn.training.math;

/**
 * SplitMix64: Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
 * Written out here so that no release of Java can change what a seed stands for.
 */
public final class SplitMix {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  public SplitMix(long seed) {
    state = seed;
  }

  /** {@return the generator of one of many that do not resemble each other} */
  public static SplitMix of(long seed, long place) {
    return new SplitMix(mix(mix(seed) ^ place));
  }

  /** {@return a number that looks drawn; one to one, and each bit depends on all others} */
  public static long mix(long value) {
    return finish(value + GOLDEN_GAMMA);
  }

  private static long finish(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** {@return the generator as it will be after so many numbers} */
  public SplitMix after(int numbers) {
    return new SplitMix(state + numbers * GOLDEN_GAMMA);
  }

  long next() {
    state += GOLDEN_GAMMA;
    return finish(state);
  }

  /**
   * {@return a number from 0 to {@code bound} − 1; skewed by less than one in a billion billions}
   */
  public int below(int bound) {
    return (int) Math.multiplyHigh(next() >>> 1, (long) bound << 1);
  }

  /** {@return a number from 0 to 1, 1 excluded} */
  public double fraction() {
    return (next() >>> 11) * 0x1.0p-53;
  }
}
